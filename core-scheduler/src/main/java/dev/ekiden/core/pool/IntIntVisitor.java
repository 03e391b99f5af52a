package dev.ekiden.core.pool;

/** Is shown each key with its count. */
@FunctionalInterface
public interface IntIntVisitor {
  void visit(int key, int count);
}
