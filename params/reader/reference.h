// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/quantity.h>
#include <params/reader/registry.h>

#include <string>

namespace lacuna::params {
/**
 * Every parameter with its type, unit, range, default, meaning and source.
 *
 * @param format "text" for a terminal; "prm", a parameter file with the current values, from which
 * the same values are read again; "md", a page with a table a section; "json", an array of objects.
 * @throws ValueError for any other format.
 */
std::string reference(const Registry &registry, const std::string &format);
} // namespace lacuna::params
