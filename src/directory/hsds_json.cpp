// HSDS as JSON. Inside, everything becomes the rows of the standard's tables; the only code that knows Boost.JSON.
#include <boost/json/src.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <unordered_map>

#include "directory/hsds.h"

namespace arasha::directory {
namespace {

namespace json = boost::json;

// What an object is called inside another one -> its table.
std::string_view table_of(std::string_view name) {
  if (name.ends_with(".csv")) name.remove_suffix(4);
  if (name == "organization") return "organizations";
  if (name == "service") return "services";
  if (name == "location") return "locations";
  if (name == "service_at_locations") return "service_at_location";
  return name;
}

std::string text_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::string: return std::string(value.get_string());
    case json::kind::int64: return std::to_string(value.get_int64());
    case json::kind::uint64: return std::to_string(value.get_uint64());
    case json::kind::bool_: return value.get_bool() ? "true" : "false";
    case json::kind::double_: {
      std::array<char, 40> digits{};
      const auto [end, failed] = std::to_chars(digits.data(), digits.data() + digits.size(), value.get_double());
      return failed == std::errc() ? std::string(digits.data(), end) : std::string();
    }
    default: return {};
  }
}

// The line on which each object begins, in the order of the document.
std::vector<std::size_t> lines_of_objects(std::string_view text) {
  std::vector<std::size_t> out;
  std::size_t line = 1;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (in_string) {
      if (c == '\\') ++i;
      else if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{') {
      out.push_back(line);
    }
  }
  return out;
}

class Flatten {
 public:
  explicit Flatten(std::vector<std::size_t> lines) : lines_(std::move(lines)) {}

  Result<HsdsTables> read(const json::value& document) {
    number(document);
    if (place_ != lines_.size()) return Error(ErrorCode::invalid_input, "In one object of this file a name stands twice. Such a file can be read in two ways, so it is not taken.");
    if (const json::array* all = document.if_array()) {
      take_all(*all, "organizations", {}, {});
    } else if (const json::object* object = document.if_object()) {
      if (const json::value* contents = object->if_contains("contents"); contents != nullptr && contents->is_array()) {
        take_all(contents->get_array(), kind_of(contents->get_array()), {}, {});
      } else if (object->contains("id")) {
        take(*object, kind_of(*object), {}, {});
      } else {
        for (const auto& [name, value] : *object) {
          if (const json::array* rows = value.if_array()) take_all(*rows, name, {}, {});
        }
      }
    }
    if (failed_) return std::move(*failed_);
    if (out_.rows("organizations").empty()) return Error(ErrorCode::invalid_input, "There is no organisation in this file.");
    return std::move(out_);
  }

 private:
  void number(const json::value& value) {
    if (const json::object* object = value.if_object()) {
      line_of_[object] = place_ < lines_.size() ? lines_[place_] : 0;
      ++place_;
      for (const auto& [name, inside] : *object) number(inside);
    } else if (const json::array* all = value.if_array()) {
      for (const json::value& one : *all) number(one);
    }
  }

  // A resource that stands alone does not say what it is; its fields do.
  static std::string_view kind_of(const json::object& object) {
    if (object.contains("location_type") || object.contains("addresses")) return "locations";
    if (object.contains("location") && object.contains("service")) return "service_at_location";
    if (object.contains("status") || object.contains("organization")) return "services";
    if (object.contains("parent_id") || object.contains("term_uri")) return "taxonomy_terms";
    return "organizations";
  }
  static std::string_view kind_of(const json::array& all) {
    return all.empty() || !all.front().is_object() ? "organizations" : kind_of(all.front().get_object());
  }

  void take_all(const json::array& all, std::string_view name, std::string_view link, std::string_view id) {
    const std::string_view table = table_of(name);
    if (hsds_table(table) == nullptr) {
      out_.leave_out(table, all.size());
      return;
    }
    for (const json::value& one : all) {
      if (const json::object* object = one.if_object()) take(*object, table, link, id);
    }
  }

  // Answers the id of the object.
  std::string take(const json::object& object, std::string_view name, std::string_view link, std::string_view link_id) {
    const HsdsTable* table = hsds_table(table_of(name));
    if (failed_) return {};
    if (table == nullptr) {
      out_.leave_out(name, 1);
      return {};
    }
    if (out_.size() >= kHsdsRows) {
      failed_ = std::make_unique<Error>(ErrorCode::too_large, "This file has more rows than are taken at once ({1}). Send it in parts.", std::vector<std::string>{std::to_string(kHsdsRows)});
      return {};
    }
    HsdsRow row;
    row.line = line_of_[&object];
    if (!link.empty()) row.cells[std::string(link)] = std::string(link_id);
    for (const char* column : table->columns) {
      const json::value* value = object.if_contains(column);
      std::string text = value == nullptr ? std::string() : text_of(*value);
      if (text.size() > kHsdsCell) {
        failed_ = std::make_unique<Error>(ErrorCode::too_large, "Line {1}: a text is longer than {2} characters.", std::vector<std::string>{std::to_string(row.line), std::to_string(kHsdsCell)});
        return {};
      }
      if (!text.empty()) row.cells[column] = std::move(text);
    }
    const std::string id(row.get("id"));
    // What it belongs to stands inside it: the organisation of a service, the place of a service at a place.
    for (const std::string_view upper : {"organization", "service", "location"}) {
      const json::value* value = object.if_contains(upper);
      if (value == nullptr || !value->is_object()) continue;
      const std::string upper_id = take(value->get_object(), upper, {}, {});
      const std::string column = std::string(upper) + "_id";
      if (!upper_id.empty()) row.cells.emplace(column, upper_id);
    }
    // The same row stands wherever it is used; only organisations at the top stand once.
    auto& rows = out_.tables[table->name];
    const std::string key = std::string(table->name) + '\n' + id;
    const auto known = seen_.find(key);
    const bool at_top = std::string_view(table->name) == "organizations" && link.empty() && name != "organization";
    if (known == seen_.end() || id.empty() || at_top) {
      seen_.emplace(key, rows.size());
      rows.push_back(std::move(row));
    } else {
      for (auto& [column, text] : row.cells) rows[known->second].cells.emplace(column, std::move(text));
    }
    for (const auto& [inner, value] : object) {
      if (const json::array* all = value.if_array()) take_all(*all, inner, table->link, id);
    }
    return id;
  }

  HsdsTables out_;
  std::vector<std::size_t> lines_;
  std::size_t place_ = 0;
  std::unordered_map<const json::object*, std::size_t> line_of_;
  std::unordered_map<std::string, std::size_t> seen_;
  std::unique_ptr<Error> failed_;
};

json::object object_of(const HsdsTable& table, const HsdsRow& row) {
  json::object out;
  for (const char* column : table.columns) {
    const std::string_view name = column;
    const std::string_view text = row.get(name);
    if (text.empty() || (name.ends_with("_id") && name != "id")) continue;
    double number = 0;
    const bool as_number = name == "minimum_age" || name == "maximum_age" || name == "latitude" || name == "longitude" || name == "least" || name == "most";
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (as_number && failed == std::errc() && end == text.data() + text.size() && number > -1e9 && number < 1e9) {
      const auto whole = static_cast<std::int64_t>(number);
      if (static_cast<double>(whole) == number) out[name] = whole;
      else out[name] = number;
    } else {
      out[name] = json::string_view(text.data(), text.size());
    }
  }
  return out;
}

class Nest {
 public:
  explicit Nest(const HsdsTables& tables) {
    for (const HsdsTable& table : hsds_tables()) {
      for (const HsdsRow& row : tables.rows(table.name)) {
        // Below the nearest thing that it belongs to.
        for (const char* link : {"phone_id", "contact_id", "service_at_location_id", "service_id", "location_id", "organization_id"}) {
          if (row.get(link).empty() || std::string_view(table.link) == link) continue;
          below_[std::string(link) + '\n' + std::string(row.get(link))].push_back({&table, &row});
          break;
        }
        if (std::string_view(table.name) == "locations") locations_[std::string(row.get("id"))] = &row;
      }
    }
  }

  json::object of(const HsdsTable& table, const HsdsRow& row) const {
    json::object out = object_of(table, row);
    const auto found = below_.find(std::string(table.link) + '\n' + std::string(row.get("id")));
    if (found == below_.end()) return out;
    for (const auto& [inner, one] : found->second) {
      const std::string_view name = std::string_view(inner->name) == "service_at_location" ? "service_at_locations" : inner->name;
      json::object object = of(*inner, *one);
      if (name == "service_at_locations") {
        const auto place = locations_.find(std::string(one->get("location_id")));
        if (place != locations_.end()) object["location"] = of(*hsds_table("locations"), *place->second);
      }
      json::value& list = out[name];
      if (!list.is_array()) list = json::array();
      list.get_array().push_back(std::move(object));
    }
    return out;
  }

 private:
  struct Below {
    const HsdsTable* table;
    const HsdsRow* row;
  };
  std::unordered_map<std::string, std::vector<Below>> below_;
  std::unordered_map<std::string, const HsdsRow*> locations_;
};

}  // namespace

Result<HsdsTables> read_hsds_json(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (text.size() > kHsdsBytes) return Error(ErrorCode::too_large, "This file is larger than {1} MB. Send it in parts.", {std::to_string(kHsdsBytes >> 20U)});
  // Before it is taken apart: each value takes some forty bytes of memory.
  const auto marks = std::count_if(text.begin(), text.end(), [](char c) { return c == ',' || c == '[' || c == '{'; });
  if (static_cast<std::size_t>(marks) > kHsdsValues) return Error(ErrorCode::too_large, "This file has more values than are taken at once ({1}). Send it in parts.", {std::to_string(kHsdsValues)});
  json::parse_options options;
  options.max_depth = kHsdsDepth;
  json::stream_parser parser(json::storage_ptr(), options);
  boost::system::error_code failed;
  const std::size_t taken = parser.write_some(text.data(), text.size(), failed);
  if (!failed) parser.finish(failed);
  if (!failed && taken != text.size() && text.find_first_not_of(" \t\r\n", taken) != std::string_view::npos) failed = json::error::extra_data;
  if (failed) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(taken, text.size())), '\n');
    if (failed == json::error::too_deep) return Error(ErrorCode::invalid_input, "Line {1}: this file nests deeper than a directory does.", {std::to_string(line)});
    return Error(ErrorCode::invalid_input, "Line {1}: this is no JSON. The file may be cut off; export it again.", {std::to_string(line)});
  }
  const json::value document = parser.release();
  return Flatten(lines_of_objects(text)).read(document);
}

std::string to_hsds_json(const HsdsTables& tables) {
  const Nest nest(tables);
  const auto& rows = tables.rows("organizations");
  const std::string count = std::to_string(rows.size());
  std::string out = "{\"total_items\":" + count + ",\"total_pages\":1,\"page_number\":1,\"size\":" + count +
                    ",\"first_page\":true,\"last_page\":true,\"empty\":" + (rows.empty() ? "true" : "false") + ",\"contents\":[";
  const char* between = "\n";
  for (const HsdsRow& row : rows) {
    out += between;
    out += json::serialize(nest.of(*hsds_table("organizations"), row));
    between = ",\n";
  }
  return out + "\n]}\n";
}

}  // namespace arasha::directory
