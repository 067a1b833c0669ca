package io.cacheshrinker.demo.driver;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The service, as seen by clients that keep their connections. Safe for use by several threads. */
final class ServiceClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CloseableHttpClient http;
  private final String base;

  ServiceClient(int port, int connections, long timeoutMillis) {
    Timeout timeout = Timeout.of(timeoutMillis, TimeUnit.MILLISECONDS);
    var pool = new PoolingHttpClientConnectionManager();
    pool.setMaxTotal(connections);
    pool.setDefaultMaxPerRoute(connections);
    pool.setDefaultConnectionConfig(
        ConnectionConfig.custom().setConnectTimeout(timeout).setSocketTimeout(timeout).build());
    http =
        HttpClients.custom()
            .setConnectionManager(pool)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(timeout)
                    .setConnectionRequestTimeout(timeout)
                    .build())
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableContentCompression()
            .disableRedirectHandling()
            .disableAuthCaching()
            .build();
    base = "http://127.0.0.1:" + port;
  }

  /**
   * @throws IOException no answer in time, or the connection broke
   */
  Reply product(int product) throws IOException {
    return http.execute(new HttpGet(base + "/products/" + product), ServiceClient::reply);
  }

  /**
   * @throws IOException no answer in time, or not the one expected
   */
  ServiceStats stats() throws IOException {
    Reply reply = http.execute(new HttpGet(base + "/stats"), ServiceClient::reply);
    if (reply.status() != 200) {
      throw new IOException("/stats answered " + reply.status());
    }
    return JSON.readValue(reply.body(), ServiceStats.class);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  private static Reply reply(ClassicHttpResponse response) throws IOException {
    Header price = response.getFirstHeader("X-Price");
    byte[] body =
        response.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(response.getEntity());
    return new Reply(response.getCode(), body, price == null ? null : price.getValue());
  }

  record Reply(int status, byte[] body, @Nullable String price) {}
}
