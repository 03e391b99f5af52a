package dev.ekiden.agent.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * openat2(2), Linux 5.6: the one call that resolves a whole path and never leaves a directory,
 * whatever is renamed meanwhile. Java has no way to it but this; {@code SecureDirectoryStream}
 * opens what it finds, and so waits for ever at a FIFO. Only {@code O_PATH} is used: it touches
 * neither FIFO nor device, and what it has opened stays that same file.
 */
final class OpenAt2 {
  static final int ENOENT = 2;
  static final int EAGAIN = 11;
  static final int EXDEV = 18;
  static final int ENOTDIR = 20;
  static final int ENAMETOOLONG = 36;
  static final int ENOSYS = 38;
  static final int ELOOP = 40;

  /** The kernel said no. */
  static final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    ErrnoException(int errno) {
      super("openat2: errno " + errno);
      this.errno = errno;
    }

    int errno() {
      return errno;
    }
  }

  /** The same number on all architectures, as it is a new call. */
  private static final long SYS_OPENAT2 = 437;

  /** Octal, from asm-generic/fcntl.h: these are alike on x86 and arm64. */
  private static final long O_PATH = 010000000;

  private static final long O_CLOEXEC = 02000000;

  /** From linux/openat2.h. Links inside are fine; /proc's magic ones would not be. */
  private static final long RESOLVE_NO_MAGICLINKS = 0x02;

  private static final long RESOLVE_BENEATH = 0x08;

  /** struct open_how: flags, mode, resolve. */
  private static final long HOW_BYTES = 24;

  private static final String ERRNO = "errno";
  private static final MemoryLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle CAPTURED_ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement(ERRNO));
  private static final MethodHandle SYSCALL = syscall();
  private static final MethodHandle CLOSE = close();

  private OpenAt2() {}

  /** A descriptor of what is at that path below a directory, of {@link #close} to let go. */
  static int beneath(int directory, byte[] path) throws ErrnoException {
    return open(directory, path, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
  }

  /**
   * The same without bounds, for paths that nobody else may change.
   *
   * @param path absolute
   */
  static int anywhere(byte[] path) throws ErrnoException {
    return open(-1, path, 0);
  }

  private static int open(int directory, byte[] path, long resolve) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocate(path.length + 1L);
      MemorySegment.copy(path, 0, name, ValueLayout.JAVA_BYTE, 0, path.length);
      var how = arena.allocate(HOW_BYTES, Long.BYTES);
      how.setAtIndex(ValueLayout.JAVA_LONG, 0, O_PATH | O_CLOEXEC);
      how.setAtIndex(ValueLayout.JAVA_LONG, 2, resolve);
      var captured = arena.allocate(CAPTURED);
      var descriptor =
          (long) SYSCALL.invokeExact(captured, SYS_OPENAT2, (long) directory, name, how, HOW_BYTES);
      if (descriptor < 0) {
        throw new ErrnoException((int) CAPTURED_ERRNO.get(captured, 0L));
      }
      return (int) descriptor;
    } catch (ErrnoException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot call openat2", e);
    }
  }

  static void close(int descriptor) {
    try {
      var result = (int) CLOSE.invokeExact(descriptor);
      if (result != 0) {
        throw new IllegalStateException("cannot close descriptor " + descriptor);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot call close", e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle syscall() {
    var linker = Linker.nativeLinker();
    var shape =
        FunctionDescriptor.of(
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG);
    return linker.downcallHandle(
        linker.defaultLookup().find("syscall").orElseThrow(),
        shape,
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState(ERRNO));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle close() {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find("close").orElseThrow(),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }
}
