package io.cacheshrinker.demo.service;

/** A rendered page, as it goes over the wire. Nobody changes {@code html}. */
record Page(byte[] html, String etag) {}
