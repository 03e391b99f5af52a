package dev.ekiden.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WireTests {
  private final JsonMapper mapper = new JsonMapper();

  @Test
  void an_order_to_run_keeps_its_form() {
    var run =
        new Order.Run(
            7,
            "shop_web.instance-1",
            "/shop/web",
            List.of("/bin/sh", "-c", "exec run"),
            new TreeMap<>(Map.of("PORT", "31000")),
            new Limits(500, 256, 0, 1000, 512),
            List.of(31000),
            List.of(new Fetch("artifact:sha256:ab/run.zip", true, false, "")),
            List.of(new Check.Http(false, 31000, "/", new Check.Rhythm(1, 2, 3, 4))),
            3000);
    var json =
        """
        {"type":"Run","epoch":7,"instance":"shop_web.instance-1","app":"/shop/web",\
        "command":["/bin/sh","-c","exec run"],"env":{"PORT":"31000"},\
        "limits":{"cpuMillis":500,"memMib":256,"diskMib":0,\
        "mostCpuMillis":1000,"mostMemMib":512},"ports":[31000],\
        "fetch":[{"uri":"artifact:sha256:ab/run.zip","extract":true,"executable":false,\
        "destPath":""}],"checks":[{"type":"Http","tls":false,"port":31000,"path":"/",\
        "rhythm":{"graceMillis":1,"intervalMillis":2,"timeoutMillis":3,"maxFailures":4}}],\
        "graceMillis":3000,"network":{"type":"Host"}}""";
    var tree = mapper.readTree(mapper.writerFor(Order.class).writeValueAsString(run));
    assertThat(tree).isEqualTo(mapper.readTree(json));
    assertThat(mapper.readValue(json, Order.class)).isEqualTo(run);
  }

  @Test
  void a_change_of_limits_and_its_answer_keep_their_form() {
    var resize = new Order.Resize(7, "i", new Limits(500, 256, 64, 1000, 512));
    var order =
        """
        {"type":"Resize","epoch":7,"instance":"i",\
        "limits":{"cpuMillis":500,"memMib":256,"diskMib":64,\
        "mostCpuMillis":1000,"mostMemMib":512}}""";
    assertThat(mapper.readTree(mapper.writerFor(Order.class).writeValueAsString(resize)))
        .isEqualTo(mapper.readTree(order));
    assertThat(mapper.readValue(order, Order.class)).isEqualTo(resize);
    var resized = new Report.Resized("i", new Limits(500, 256, 64, 1000, 512), "it uses more");
    var report =
        """
        {"type":"Resized","instance":"i",\
        "limits":{"cpuMillis":500,"memMib":256,"diskMib":64,\
        "mostCpuMillis":1000,"mostMemMib":512},"refusal":"it uses more"}""";
    assertThat(mapper.readTree(mapper.writerFor(Report.class).writeValueAsString(resized)))
        .isEqualTo(mapper.readTree(report));
    assertThat(mapper.readValue(report, Report.class)).isEqualTo(resized);
  }

  @Test
  void limits_of_old_are_hard() {
    var json = "{\"cpuMillis\":500,\"memMib\":256,\"diskMib\":64}";
    assertThat(mapper.readValue(json, Limits.class)).isEqualTo(new Limits(500, 256, 64));
  }

  @Test
  void a_report_of_ports_that_were_not_given_keeps_its_form() {
    var found = new Report.UnallocatedPorts(9, "i", List.of(8080, 80), true);
    var json =
        """
        {"type":"UnallocatedPorts","seq":9,"instance":"i","ports":[8080,80],"more":true}""";
    var tree = mapper.readTree(mapper.writerFor(Report.class).writeValueAsString(found));
    assertThat(tree).isEqualTo(mapper.readTree(json));
    assertThat(mapper.readValue(json, Report.class)).isEqualTo(found);
  }

  @Test
  void a_report_of_an_end_keeps_its_form() {
    var ended =
        new Report.Ended(
            9, "i", EndCause.OUT_OF_MEMORY, 137, "killed at 64 MiB", List.of("last"), 12);
    var json =
        """
        {"type":"Ended","seq":9,"instance":"i","cause":"OUT_OF_MEMORY","exitCode":137,\
        "detail":"killed at 64 MiB","lastLines":["last"],"atMillis":12}""";
    var tree = mapper.readTree(mapper.writerFor(Report.class).writeValueAsString(ended));
    assertThat(tree).isEqualTo(mapper.readTree(json));
    assertThat(mapper.readValue(json, Report.class)).isEqualTo(ended);
  }
}
