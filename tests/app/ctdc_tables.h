// CTDC tables made up by rule for the tests, and small tools for tables as text.
#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "statistics/ctdc.h"

namespace arasha::app {

inline std::string heading() {
  std::string out;
  for (const std::string& column : statistics::ctdc_columns()) out += (out.empty() ? "" : ",") + column;
  return out + "\n";
}

// One record a line; a few columns differ, no two records need to.
inline std::string ctdc_table(std::size_t records) {
  constexpr const char* kCountries[] = {"KZ", "UZ", "KG", "TJ", ""};
  constexpr const char* kGenders[] = {"Female", "Male", ""};
  std::string out = heading();
  for (std::size_t i = 0; i < records; ++i) {
    for (std::size_t column = 0; column < statistics::ctdc_columns().size(); ++column) {
      const std::string& name = statistics::ctdc_columns()[column];
      if (column > 0) out += ',';
      if (name == "yearOfRegistration") out += std::to_string(2010 + i % 9);
      if (name == "Datasource") out += "Hotline";
      if (name == "gender") out += kGenders[i % 3];
      if (name == "citizenship") out += kCountries[i % 5];
      if (name == "isForcedLabour") out += i % 2 == 0 ? "1" : "0";
    }
    out += '\n';
  }
  return out;
}

inline std::vector<std::string> sorted_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  if (!lines.empty()) std::sort(lines.begin() + 1, lines.end());
  return lines;
}

}  // namespace arasha::app
