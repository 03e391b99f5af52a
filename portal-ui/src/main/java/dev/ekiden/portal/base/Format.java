package dev.ekiden.portal.base;

import java.util.List;
import java.util.Locale;

/** Numbers as people read them. */
public final class Format {
  private static final double KIB = 1024;
  private static final double QUARTER_GIB = 256;

  private Format() {}

  /** Exact: "512 MiB", "1.5 GiB", "3333 MiB"; GiB for whole quarters of one. */
  public static String mebibytes(double mib) {
    return mib >= KIB && mib % QUARTER_GIB == 0 ? number(mib / KIB) + " GiB" : number(mib) + " MiB";
  }

  /** Rounded: "812 B", "1.4 KiB", "11.44 MiB". */
  public static String bytes(long bytes) {
    var units = List.of(" B", " KiB", " MiB", " GiB");
    double amount = bytes;
    int unit = 0;
    while (amount >= KIB && unit < units.size() - 1) {
      amount /= KIB;
      unit++;
    }
    return number(amount) + units.get(unit);
  }

  /** Two decimals at most, none if whole. */
  public static String number(double value) {
    var text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  /** An amount of a quota's resource: "512 MiB", "1.5 CPUs", "1 CPU", "3 instances". */
  public static String amount(double value, String unit) {
    if (unit.equals("MiB")) {
      return mebibytes(value);
    }
    var word = unit.isEmpty() ? "" : " " + unit;
    return number(value)
        + (value == 1 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
  }

  /** "OUT_OF_MEMORY" as "Out of memory". */
  public static String words(String constant) {
    var lower = constant.replace('_', ' ').toLowerCase(Locale.ROOT);
    return lower.isEmpty() ? "" : Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
  }
}
