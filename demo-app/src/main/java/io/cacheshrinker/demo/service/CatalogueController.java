package io.cacheshrinker.demo.service;

import java.util.NoSuchElementException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * A product's page; its price is in the header {@code X-Price}, since it is not part of what
 * browsers may keep.
 */
@RestController
class CatalogueController {
  private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=iso-8859-1");

  private final Pages pages;
  private final PriceClient prices;

  CatalogueController(Pages pages, PriceClient prices) {
    this.pages = pages;
    this.prices = prices;
  }

  @GetMapping("/products/{id}")
  ResponseEntity<byte[]> product(@PathVariable("id") int id) {
    Page page = pages.page(id);
    Quote quote = prices.quote(id);
    return ResponseEntity.ok()
        .contentType(HTML)
        .eTag(page.etag())
        .header("X-Price", quote.asHeader())
        .body(page.html());
  }

  @ExceptionHandler(NoSuchElementException.class)
  @ResponseStatus(HttpStatus.NOT_FOUND)
  void unknownProduct() {}
}
