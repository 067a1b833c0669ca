package io.cacheshrinker.agent.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cacheshrinker.agent.options.Options.Parsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

class OptionsTest {
  @Test
  void options_ofNobody_areTheDefaults() {
    Parsed parsed = arguments(null);

    Options options = parsed.options();
    assertThat(parsed.complaints()).isEmpty();
    assertThat(options.mode()).isEqualTo(Mode.SHRINK);
    assertThat(options.high()).isEqualTo(0.75);
    assertThat(options.low()).isEqualTo(0.68);
    assertThat(options.include().isEmpty()).isTrue();
    assertThat(options.tripwire()).isTrue();
    assertThat(options.log()).isEqualTo(Level.INFO);
    assertThat(options.jmx()).isTrue();
    assertThat(options.jfr()).isTrue();
    assertThat(options.seeksFor("any", 2)).isEqualTo(2);
    assertThat(options.userSeeks("any")).isFalse();
    assertThat(options.floorFor("any", 7)).isEqualTo(7);
    assertThat(options.groupFor("any")).isNull();
  }

  @Test
  void options_asArguments_areAllRead() {
    Parsed parsed =
        arguments(
            "mode=observe,high=0.6,low=0.5,include=a*;b*,exclude=*x,opt-in=c,tripwire=false,"
                + "log=debug,jmx=off,jfr=off,seeks.caffeine/*=4,floor.*=100,group.a*=tenant-1");

    Options options = parsed.options();
    assertThat(parsed.complaints()).isEmpty();
    assertThat(options.mode()).isEqualTo(Mode.OBSERVE);
    assertThat(options.high()).isEqualTo(0.6);
    assertThat(options.low()).isEqualTo(0.5);
    assertThat(options.include().matches("bcd")).isTrue();
    assertThat(options.include().matches("cd")).isFalse();
    assertThat(options.exclude().matching("abx")).isEqualTo("*x");
    assertThat(options.optIn().matches("c")).isTrue();
    assertThat(options.tripwire()).isFalse();
    assertThat(options.log()).isEqualTo(Level.DEBUG);
    assertThat(options.jmx()).isFalse();
    assertThat(options.jfr()).isFalse();
    assertThat(options.seeksFor("caffeine/x", 2)).isEqualTo(4);
    assertThat(options.userSeeks("guava/x")).isFalse();
    assertThat(options.floorFor("x", 0)).isEqualTo(100);
    assertThat(options.groupFor("abc")).isEqualTo("tenant-1");
  }

  @Test
  void sources_ofOneOption_countInTheirOrder(@TempDir Path directory) throws IOException {
    Path config =
        Files.writeString(directory.resolve("c"), "high=0.1\nlog=warn\nmode=off\njmx=off");
    Properties system = new Properties();
    system.setProperty("cacheshrinker.high", "0.8");
    system.setProperty("cacheshrinker.log", "debug");
    Map<String, String> environment =
        Map.of("CACHE_SHRINKER_HIGH", "0.7", "CACHE_SHRINKER_MODE", "observe");

    Parsed parsed = Options.read("high=0.9,config=" + config, environment, system);

    assertThat(parsed.complaints()).isEmpty();
    assertThat(parsed.options().high()).isEqualTo(0.9);
    assertThat(parsed.options().log()).isEqualTo(Level.DEBUG);
    assertThat(parsed.options().mode()).isEqualTo(Mode.OBSERVE);
    assertThat(parsed.options().jmx()).isFalse();
  }

  @Test
  void environment_withADashedKey_isWrittenWithUnderscores() {
    Parsed parsed = Options.read(null, Map.of("CACHE_SHRINKER_OPT_IN", "a*"), new Properties());

    assertThat(parsed.complaints()).isEmpty();
    assertThat(parsed.options().optIn().matches("abc")).isTrue();
  }

  @Test
  void value_withEqualsAndCommas_isWholeInAFile(@TempDir Path directory) throws IOException {
    Path config = Files.writeString(directory.resolve("c"), "include = a=b,c ; d");

    Parsed parsed = arguments("config=" + config);

    assertThat(parsed.options().include().matches("a=b,c")).isTrue();
    assertThat(parsed.options().include().matches("d")).isTrue();
  }

  @Test
  void glob_thatFixesMoreCharacters_winsOverOneThatFixesFewer() {
    Options options = arguments("seeks.*=1,seeks.caffeine/*=4,seeks.caffeine/a*=8").options();

    assertThat(options.seeksFor("guava/a", 2)).isEqualTo(1);
    assertThat(options.seeksFor("caffeine/b", 2)).isEqualTo(4);
    assertThat(options.seeksFor("caffeine/ab", 2)).isEqualTo(8);
  }

  @Test
  void glob_inTwoSources_isTakenFromTheStronger() {
    Properties system = new Properties();
    system.setProperty("cacheshrinker.floor.a*", "5");

    Options options = Options.read("floor.a*=9", Map.of(), system).options();

    assertThat(options.floorFor("ab", 0)).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hihg=0.8         | option hihg=0.8 is not known; ignored. Did you mean high?
          optin=a          | option optin=a is not known; ignored. Did you mean opt-in?
          mode=sideways    | option mode=sideways is not one of shrink, observe, off; using observe. Correct it or leave it out.
          mode=obsrve      | option mode=obsrve is not one of shrink, observe, off; using observe. Did you mean observe?
          high=1.5         | option high=1.5 is not a share between 0 and 1, such as 0.75; using 0.75. Correct it or leave it out.
          high=NaN         | option high=NaN is not a share between 0 and 1, such as 0.75; using 0.75. Correct it or leave it out.
          low=0.9          | option low=0.9 is not below high=0.75; using 0.68. Correct it or leave it out.
          jmx=maybe        | option jmx=maybe is not on or off; using on. Correct it or leave it out.
          log=error        | option log=error is not one of warn, info, debug; using info. Correct it or leave it out.
          seeks.a=-1       | option seeks.a=-1 is not a whole number from 0 (free to rebuild), default 2; using nothing. Correct it or leave it out.
          floor.a=many     | option floor.a=many is not a whole number of entries; using nothing. Correct it or leave it out.
          seeks.=3         | option seeks.=3 names no cache; ignored. Write it as seeks.GLOB=VALUE.
          group.a=my group | option group.a=my group has characters that names cannot have; using my_group. Allowed are A-Z a-z 0-9 _ . $ / # -.
          high             | agent argument "high" has no value; ignored. Write it as key=value.
          log=info,log=debug | agent argument log is given twice; using log=debug. Remove log=info.
          """)
  void option_thatIsWrong_hasOneComplaint(String arguments, String complaint) {
    assertThat(arguments(arguments).complaints()).containsExactly(complaint);
  }

  @Test
  void option_thatIsFarFromAll_isAnsweredWithTheList() {
    assertThat(arguments("xyzzy=1").complaints())
        .singleElement()
        .asString()
        .contains("xyzzy=1 is not known; ignored. Known are mode, high,", "seeks.GLOB");
  }

  @Test
  void complaint_aboutAPropertyOrVariable_namesItAsItWasWritten() {
    Properties system = new Properties();
    system.setProperty("cacheshrinker.hgh", "1");

    Parsed parsed = Options.read(null, Map.of("CACHE_SHRINKER_MDOE", "off"), system);

    assertThat(parsed.complaints())
        .containsExactlyInAnyOrder(
            "option -Dcacheshrinker.hgh=1 is not known; ignored. Did you mean high?",
            "option CACHE_SHRINKER_MDOE=off is not known; ignored. Did you mean mode?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/file", "", "."})
  void config_thatCannotBeRead_hasOneComplaintAndTheRestCounts(String file) {
    Parsed parsed = arguments("config=" + file + ",high=0.9");

    assertThat(parsed.complaints())
        .singleElement()
        .asString()
        .startsWith("config=" + file + " cannot be read (")
        .endsWith(
            "); the options in it are not used, and mode is observe. Check the path and that it is"
                + " a properties file in UTF-8.");
    assertThat(parsed.options().high()).isEqualTo(0.9);
    assertThat(parsed.options().mode()).isEqualTo(Mode.OBSERVE);
  }

  @Test
  void config_inAnotherCharset_isNotReadAndNothingIsShrunk(@TempDir Path directory)
      throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("c"), "# f\u00fcr die Kasse\nexclude=*", StandardCharsets.ISO_8859_1);

    Parsed parsed = arguments("mode=shrink,config=" + config);

    assertThat(parsed.complaints()).singleElement().asString().contains("cannot be read");
    assertThat(parsed.options().exclude().isEmpty()).isTrue();
    assertThat(parsed.options().mode()).isEqualTo(Mode.OBSERVE);
  }

  @Test
  void config_thatCannotBeRead_doesNotSwitchOnWhatIsOff() {
    Parsed parsed = arguments("mode=off,config=/no/such/file");

    assertThat(parsed.complaints()).singleElement().asString().contains("and mode is off.");
    assertThat(parsed.options().mode()).isEqualTo(Mode.OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"obsrve", "sideways", ""})
  void mode_thatIsNoWord_isObserve(String word) {
    assertThat(arguments("mode=" + word).options().mode()).isEqualTo(Mode.OBSERVE);
  }

  @Test
  void config_thatIsNoText_hasOneComplaint(@TempDir Path directory) throws IOException {
    Path config = Files.write(directory.resolve("c"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThat(arguments("config=" + config).complaints())
        .singleElement()
        .asString()
        .contains("cannot be read");
  }

  @Test
  void high_alone_takesTheLowMarkAlong() {
    Options options = arguments("high=0.5").options();

    assertThat(options.low()).isCloseTo(0.5 * 0.68 / 0.75, within(1e-9));
  }

  private static Parsed arguments(@org.jspecify.annotations.Nullable String text) {
    return Options.read(text, Map.of(), new Properties());
  }
}
