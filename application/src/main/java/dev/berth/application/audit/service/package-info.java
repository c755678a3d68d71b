/** Writes the audit log, and reads it. */
@NullMarked
package dev.berth.application.audit.service;

import org.jspecify.annotations.NullMarked;
