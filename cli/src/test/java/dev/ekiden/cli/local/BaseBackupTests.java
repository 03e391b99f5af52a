package dev.ekiden.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no PostgreSQL; the rest is in the end-to-end tests. */
class BaseBackupTests {
  @Test
  void segments_of_the_log_are_numbered_across_the_carry() {
    assertThat(BaseBackup.number("000000010000000000000003")).isEqualTo(3);
    assertThat(BaseBackup.number("0000000100000000000000FF")).isEqualTo(255);
    assertThat(BaseBackup.number("000000010000000100000000")).isEqualTo(256);
    assertThat(BaseBackup.number("00000002000000A0000000FE")).isEqualTo(160 * 256 + 254);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PG_VERSION",
        "base/5/1259",
        "base/5/1259_vm",
        "global/pg_filenode.map",
        "pg_xact/0000",
        "postgresql.conf",
        "pg_logical/replorigin_checkpoint"
      })
  void what_recovery_needs_is_copied(String file) {
    assertThat(BaseBackup.wanted(file)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postmaster.pid",
        "postmaster.opts",
        "backup_label",
        "tablespace_map",
        "global/pg_control",
        "global/pg_internal.init",
        "base/5/pg_internal.init.4711",
        "base/pgsql_tmp/pgsql_tmp12.0"
      })
  void what_is_of_the_running_server_only_or_comes_last_is_left_out(String file) {
    assertThat(BaseBackup.wanted(file)).isFalse();
  }
}
