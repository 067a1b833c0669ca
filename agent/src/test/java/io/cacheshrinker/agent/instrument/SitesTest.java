package io.cacheshrinker.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Creator;
import io.cacheshrinker.integration.Integrations;
import org.junit.jupiter.api.Test;

class SitesTest {
  private final Sites sites = new Sites(Integrations.all());

  @Test
  void site_ofACache_isTheFirstFrameOutsideItsLibraryAndTheJdk() throws Exception {
    assertThat(Creator.plainly(sites::here).readable()).isEqualTo("com.acme.Creator.plainly");
    assertThat(Creator.inALambda(sites::here).readable()).isEqualTo("com.acme.Creator.inALambda");
    assertThat(((Site) Creator.byReflection(sites::here)).readable())
        .isEqualTo("com.acme.Creator.byReflection");
  }

  @Test
  void site_ofACache_hasTheLoaderOfItsClass() {
    assertThat(Creator.plainly(sites::here).loader()).isSameAs(Creator.class.getClassLoader());
  }

  @Test
  void site_withoutAnyFrameOfAnApplication_isUnknown() throws Exception {
    Site[] found = new Site[1];
    Thread thread = new Thread(() -> found[0] = sites.here(this));
    thread.start();
    thread.join();

    assertThat(found[0]).isSameAs(Site.UNKNOWN);
  }
}
