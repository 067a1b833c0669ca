package io.cacheshrinker.demo.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes as the JVM's own options have it: {@code 160m}. */
record Bytes(long count) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})([kKmMgG]?)");
  private static final long MIB = 1 << 20;

  /** As an argument of the JVM. */
  @Override
  public String toString() {
    return count % MIB == 0 ? count / MIB + "m" : Long.toString(count);
  }

  static final class Converter implements ITypeConverter<Bytes> {
    @Override
    public Bytes convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "' is not a size; write for instance 160m");
      }
      long unit =
          switch (matcher.group(2)) {
            case "k", "K" -> 1 << 10;
            case "m", "M" -> MIB;
            case "g", "G" -> 1 << 30;
            default -> 1;
          };
      return new Bytes(Long.parseLong(matcher.group(1)) * unit);
    }
  }
}
