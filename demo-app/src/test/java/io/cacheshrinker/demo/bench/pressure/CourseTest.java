package io.cacheshrinker.demo.bench.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CourseTest {
  @Test
  void course_hasAPointEachHalfSecond() {
    Course course = new Course();
    for (int i = 0; i <= 10; i++) {
      course.add(i / 10.0, Map.of("cachedMb", 50.0 + i));
    }
    assertThat(course.in(new Answer()).values())
        .containsEntry(Course.SECONDS, "[0.0,0.5,1.0]")
        .containsEntry("cachedMb", "[50.0,55.0,60.0]");
  }
}
