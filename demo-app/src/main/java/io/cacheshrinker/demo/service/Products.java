package io.cacheshrinker.demo.service;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The product table. */
@Repository
class Products {
  private static final int RELATED = 6;

  private final JdbcClient database;

  Products(JdbcClient database) {
    this.database = database;
  }

  Optional<Product> find(int id) {
    return database
        .sql("select id, title, category, seed from product where id = ?")
        .param(id)
        .query(Products::product)
        .optional();
  }

  /** The next few products of the same category. */
  List<Product> related(Product product) {
    return database
        .sql(
            "select id, title, category, seed from product"
                + " where category = ? and id > ? order by category, id limit ?")
        .param(product.category())
        .param(product.id())
        .param(RELATED)
        .query(Products::product)
        .list();
  }

  private static Product product(java.sql.ResultSet row, int number) throws java.sql.SQLException {
    return new Product(row.getInt(1), row.getString(2), row.getInt(3), row.getLong(4));
  }
}
