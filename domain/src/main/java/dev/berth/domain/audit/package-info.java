/** Who changed what on the operator's side. */
@NullMarked
package dev.berth.domain.audit;

import org.jspecify.annotations.NullMarked;
