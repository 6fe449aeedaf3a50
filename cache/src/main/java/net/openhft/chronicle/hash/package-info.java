/**
 * One class in Chronicle Map's own package, kept from what that library generates at run time: it looks for the class under this
 * name, and where it finds it starts no compiler. Written by Chronicle Values, not by hand; {@code NativeStateTest} tells when a new
 * version of the library would write another. Nothing of Skerry may be put here.
 */
package net.openhft.chronicle.hash;
