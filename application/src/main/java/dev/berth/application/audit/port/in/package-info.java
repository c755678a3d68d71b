/** What can be read of the audit log. */
@NullMarked
package dev.berth.application.audit.port.in;

import org.jspecify.annotations.NullMarked;
