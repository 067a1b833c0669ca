package io.cacheshrinker.demo.service;

import jakarta.annotation.PostConstruct;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Fills an empty database with products 0 … n − 1, before the first request is let in. */
@Component
@DependsOnDatabaseInitialization
class Stock {
  private final JdbcClient database;
  private final CatalogueProperties properties;

  Stock(JdbcClient database, CatalogueProperties properties) {
    this.database = database;
    this.properties = properties;
  }

  @PostConstruct
  void fillIfEmpty() {
    if (database.sql("select count(*) from product").query(Integer.class).single() == 0) {
      fill(properties.products());
    }
  }

  private void fill(int products) {
    database
        .sql(
            """
            insert into product
            select x,
                   array_get(array['Small', 'Large', 'Red', 'Green', 'Blue', 'Grey', 'Round', 'Flat',
                                   'Light', 'Heavy', 'Plain', 'Fine', 'Old', 'New', 'Short', 'Tall'],
                             cast(mod(s, 16) + 1 as int))
                   || ' ' ||
                   array_get(array['Chair', 'Table', 'Lamp', 'Shelf', 'Bowl', 'Spoon', 'Knife', 'Plate',
                                   'Rug', 'Clock', 'Mirror', 'Vase', 'Bench', 'Stool', 'Kettle', 'Tray'],
                             cast(mod(s / 16, 16) + 1 as int))
                   || ' No. ' || x,
                   mod(x, 97),
                   s
            from (select x, mod(x * 2654435761 + 40503, 4294967296) as s from system_range(0, ? - 1))
            """)
        .param(products)
        .update();
    database.sql("insert into price select id, 199 + mod(seed, 49800) from product").update();
  }
}
