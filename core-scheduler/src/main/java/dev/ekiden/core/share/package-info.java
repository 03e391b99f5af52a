/**
 * Who may have how much: quotas of projects. Start with {@link dev.ekiden.core.share.QuotaCheck}.
 */
@NullMarked
package dev.ekiden.core.share;

import org.jspecify.annotations.NullMarked;
