/** The use cases of accounts and tokens. */
@NullMarked
package dev.berth.application.account.service;

import org.jspecify.annotations.NullMarked;
