package io.cacheshrinker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integrations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidateFilterTest {
  @Test
  void candidates_ofTheFilter_areTheBirthPlacesOfAllIntegrations() {
    List<List<String>> expected = new ArrayList<>();
    for (Integration integration : Integrations.all()) {
      List<String> row = new ArrayList<>(List.of(integration.birth().ownerSimpleName()));
      row.addAll(integration.birth().poolNames());
      expected.add(row);
    }

    List<List<String>> actual = new ArrayList<>();
    for (String[] row : CandidateFilter.candidates()) {
      actual.add(List.of(row));
    }

    assertThat(actual).isEqualTo(expected);
  }
}
