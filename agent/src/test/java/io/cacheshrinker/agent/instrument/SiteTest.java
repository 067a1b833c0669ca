package io.cacheshrinker.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTest {
  @ParameterizedTest
  @CsvSource({
    "com.acme.Client,                              load,               com.acme.Client.load",
    "com.acme.Client,                              lambda$load$0,      com.acme.Client.load",
    "com.acme.Client,                              lambda$new$12,      com.acme.Client.<init>",
    "com.acme.Client,                              lambda$static$1,    com.acme.Client.<clinit>",
    "com.acme.Client,                              lambda$,            com.acme.Client.lambda$",
    "com.acme.Pages$$SpringCGLIB$$0,               page,               com.acme.Pages.page",
    "com.acme.Pages$$EnhancerBySpringCGLIB$$1a2b,  CGLIB$page$3,       com.acme.Pages.page",
    "com.acme.Pages_Subclass,                      page,               com.acme.Pages.page",
    "com.acme.Outer$Inner,                         page,               com.acme.Outer$Inner.page",
    "'',                                           unknown,            unknown",
  })
  void site_asUsersSeeIt_isWithoutWhatCompilersAndProxiesAdd(
      String type, String method, String readable) {
    assertThat(new Site(type, method, null).readable()).isEqualTo(readable);
  }
}
