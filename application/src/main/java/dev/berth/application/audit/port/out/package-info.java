/** Where the audit log is kept. */
@NullMarked
package dev.berth.application.audit.port.out;

import org.jspecify.annotations.NullMarked;
