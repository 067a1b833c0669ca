package io.cacheshrinker.demo.service;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.cache.annotation.EnableCaching;

/** Starts the service; see {@code application.properties} for what can be set. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableCaching
public class CatalogueService {
  public static void main(String[] arguments) {
    SpringApplication.run(CatalogueService.class, arguments);
  }
}
