/** The documented Servers API over HTTP, one package per feature. */
@NullMarked
package dev.berth.rest;

import org.jspecify.annotations.NullMarked;
