/**
 * The app behind the portal's "Deploy the sample" card: one small web server that shows who and
 * where it is. It knows nothing of Ekiden but the environment variables every app gets. Start with
 * {@link dev.ekiden.sample.Sample}.
 */
@NullMarked
package dev.ekiden.sample;

import org.jspecify.annotations.NullMarked;
