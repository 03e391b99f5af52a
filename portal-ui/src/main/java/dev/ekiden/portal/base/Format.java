package dev.ekiden.portal.base;

import java.util.Locale;

/** Numbers as people read them. */
public final class Format {
  private static final double KIB = 1024;

  private Format() {}

  /** "512 MiB", "1.5 GiB". */
  public static String mebibytes(double mib) {
    return mib < KIB ? number(mib) + " MiB" : number(mib / KIB) + " GiB";
  }

  /** "812 B", "1.4 KiB", "30 MiB". */
  public static String bytes(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    return bytes < KIB * KIB ? number(bytes / KIB) + " KiB" : mebibytes(bytes / KIB / KIB);
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
