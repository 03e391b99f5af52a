package dev.ekiden.portal.logs;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import dev.ekiden.portal.client.Instance;
import dev.ekiden.portal.client.LogChunk;
import dev.ekiden.portal.client.LogClient;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The end of one instance's log, growing. Its page's tick calls {@link #poll} off the page's lock
 * and {@link #show} under it. The browser keeps the last 256 KiB, this side nothing.
 */
public final class LogTail extends Div {
  private static final int KEPT_CHARS = 262_144;
  private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]|\r");
  private static final String APPEND =
      """
      const low = this.scrollHeight - this.scrollTop - this.clientHeight < 40;
      this.textContent = (this.textContent + $0).slice(-$1);
      if (low) this.scrollTop = this.scrollHeight;
      """;

  /** What to read next; a new one for each choice, so that late answers are known by it. */
  private record Cursor(String instance, String stream, long offset) {}

  /** An answer and the question it belongs to. */
  public static final class Piece {
    private final Cursor asked;
    private final LogChunk chunk;

    private Piece(Cursor asked, LogChunk chunk) {
      this.asked = asked;
      this.chunk = chunk;
    }
  }

  private static final long TAIL = -1;
  private static final Cursor NOTHING = new Cursor("", "all", TAIL);

  private final transient LogClient logs;
  private final Select<String> instance = new Select<>();
  private final Select<String> stream = new Select<>();
  private final Button pause = new Button("Pause", _ -> toggle());
  private final Span state = new Span();
  private final Pre lines = new Pre();
  private Map<String, String> labels = new LinkedHashMap<>();
  private volatile Cursor cursor = NOTHING;
  private volatile boolean paused;
  private boolean chosen;

  /** Empty until it knows {@link #offer}. */
  public LogTail(LogClient logs) {
    this.logs = logs;
    addClassName("log-tail");
    instance.setAriaLabel("Instance");
    instance.setId("log-instance");
    instance.setWidth("16rem");
    instance.setItemLabelGenerator(id -> labels.getOrDefault(id, id));
    stream.setAriaLabel("Stream");
    stream.setId("log-stream");
    stream.setWidth("7rem");
    stream.setItems("all", "stdout", "stderr");
    stream.setValue("all");
    pause.setId("log-pause");
    pause.setIcon(VaadinIcon.PAUSE.create());
    state.addClassName("reason");
    lines.addClassNames("code", "log-lines");
    lines.getElement().setAttribute("tabindex", "0");
    lines.getElement().setAttribute("aria-label", "Log");
    instance.addValueChangeListener(
        change -> {
          chosen |= change.isFromClient();
          restart();
        });
    stream.addValueChangeListener(_ -> restart());
    var bar = new Div(instance, stream, pause, state);
    bar.addClassName("log-bar");
    add(bar, lines);
    state.setText("No instance yet.");
  }

  /** Offers the logs of these; shows the newest's, unless the person has chosen another. */
  public void offer(List<Instance> instances) {
    var newestFirst =
        instances.stream()
            .sorted(Comparator.comparing((Instance one) -> one.since().order()).reversed())
            .toList();
    var named = new LinkedHashMap<String, String>();
    newestFirst.forEach(one -> named.put(one.id(), label(one)));
    if (named.equals(labels)) {
      return;
    }
    labels = named;
    var kept = instance.getOptionalValue().filter(id -> chosen && named.containsKey(id));
    instance.setItems(List.copyOf(named.keySet()));
    if (!named.isEmpty()) {
      instance.setValue(kept.orElse(newestFirst.getFirst().id()));
    }
  }

  private static String label(Instance one) {
    return one.agent() + " · " + one.shortId() + (one.ended() ? ", ended" : "");
  }

  /** Shows this instance's log from now on. */
  public void choose(String id) {
    chosen = true;
    instance.setValue(id);
    scrollIntoView();
  }

  private void restart() {
    var id = instance.getOptionalValue().orElse("");
    if (id.equals(cursor.instance()) && stream.getValue().equals(cursor.stream())) {
      return;
    }
    cursor = new Cursor(id, stream.getValue(), TAIL);
    lines.getElement().executeJs("this.textContent = ''");
    state.setText(id.isEmpty() ? "No instance yet." : "Reading…");
  }

  private void toggle() {
    paused = !paused;
    pause.setText(paused ? "Follow" : "Pause");
    pause.setIcon((paused ? VaadinIcon.PLAY : VaadinIcon.PAUSE).create());
    state.setText(paused ? "Paused." : "");
  }

  /** Reads what is new; any thread. Empty if there is nothing to read. */
  public Optional<Piece> poll() {
    var asked = cursor;
    if (paused || asked.instance().isEmpty()) {
      return Optional.empty();
    }
    var chunk =
        asked.offset() == TAIL
            ? logs.tail(asked.instance(), asked.stream())
            : logs.read(asked.instance(), asked.stream(), asked.offset());
    return Optional.of(new Piece(asked, chunk));
  }

  /** Adds what was read, unless another log was chosen meanwhile. */
  public void show(Piece piece) {
    if (!piece.asked.equals(cursor)) {
      return;
    }
    var chunk = piece.chunk;
    cursor = new Cursor(cursor.instance(), cursor.stream(), chunk.next());
    if (!chunk.text().isEmpty()) {
      var text = ESCAPES.matcher(chunk.text()).replaceAll("");
      lines.getElement().executeJs(APPEND, text, KEPT_CHARS);
    }
    state.setText(chunk.size() == 0 ? "No output yet." : "");
  }
}
