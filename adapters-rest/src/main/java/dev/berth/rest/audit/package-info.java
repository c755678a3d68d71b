/** The audit log over REST. */
@NullMarked
package dev.berth.rest.audit;

import org.jspecify.annotations.NullMarked;
