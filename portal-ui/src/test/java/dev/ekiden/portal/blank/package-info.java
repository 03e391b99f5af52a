/** A page with nothing on it, for tests to put one component on. */
@org.jspecify.annotations.NullMarked
package dev.ekiden.portal.blank;
