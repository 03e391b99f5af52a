/** What a change would do, without doing it: /v3/plans. */
@NullMarked
package dev.ekiden.api.plans;

import org.jspecify.annotations.NullMarked;
