// docs/data-dictionary.md: every field that Arasha knows. A test keeps the page current.
#pragma once

#include <string>

namespace arasha::schema {

std::string data_dictionary();  // Markdown

}  // namespace arasha::schema
