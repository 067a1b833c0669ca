package io.cacheshrinker.demo.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheshrinker.demo.driver.RightAnswers;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** The service's renderer and database against the driver's arithmetic. */
class PagesTest {
  private static final int PRODUCTS = 1500;
  private static final CatalogueProperties PROPERTIES =
      new CatalogueProperties(PRODUCTS, 10, 1_000_000);

  private static JdbcClient database;
  private final RightAnswers answers = new RightAnswers(PRODUCTS);

  @BeforeAll
  static void stock() {
    DataSource source =
        new DriverManagerDataSource("jdbc:h2:mem:pages;DB_CLOSE_DELAY=-1", "sa", "");
    new ResourceDatabasePopulator(new ClassPathResource("db/schema.sql")).execute(source);
    database = JdbcClient.create(source);
    new Stock(database, PROPERTIES).fillIfEmpty();
  }

  @Test
  void page_everyProduct_isTheOneTheDriverExpects() {
    Pages pages = pages();

    for (int product = 0; product < PRODUCTS; product++) {
      assertThat(new String(pages.page(product).html(), StandardCharsets.ISO_8859_1))
          .isEqualTo(answers.page(product));
    }
  }

  @Test
  void page_size_isThatOfPagesPeopleHave() {
    Pages pages = pages();

    double mean = 0;
    for (int product = 0; product < PRODUCTS; product++) {
      mean += (double) pages.page(product).html().length / PRODUCTS;
    }

    assertThat(mean).isBetween(50_000., 70_000.);
  }

  @Test
  void quote_everyProduct_isTheOneTheDriverExpects() {
    PriceClient prices = new PriceClient(database, PROPERTIES);

    for (int product = 0; product < PRODUCTS; product++) {
      assertThat(prices.quote(product).asHeader()).isEqualTo(answers.price(product));
    }
  }

  @Test
  void quote_askedTwice_isCountedByTheCacheItself() {
    PriceClient prices = new PriceClient(database, PROPERTIES);

    prices.quote(1);
    prices.quote(1);

    assertThat(prices.statistics().hitCount()).isEqualTo(1);
    assertThat(prices.statistics().missCount()).isEqualTo(1);
    assertThat(prices.size()).isEqualTo(1);
  }

  @Test
  void page_noSuchProduct_refused() {
    Pages pages = pages();

    assertThatThrownBy(() -> pages.page(PRODUCTS)).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void fillIfEmpty_filledAlready_leavesItAlone() {
    new Stock(database, PROPERTIES).fillIfEmpty();

    assertThat(database.sql("select count(*) from product").query(Integer.class).single())
        .isEqualTo(PRODUCTS);
  }

  private static Pages pages() {
    return new Pages(new Products(database), new PageRenderer());
  }
}
