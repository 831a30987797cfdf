#include "statistics/page_query.h"

#include <algorithm>

#include "statistics/ctdc.h"
#include "web/html.h"

namespace arasha::statistics {

PageQuery page_query(const schema::FormData& address) {
  PageQuery out;
  for (const char* name : {"by", "and"}) {
    const std::string column(address.get(name));
    if (!column.empty() && std::find(out.by.begin(), out.by.end(), column) == out.by.end()) out.by.push_back(column);
  }
  for (const auto& [name, value] : address.fields()) {
    if (name.starts_with("f-") && !value.empty()) out.where.push_back({name.substr(2), value == "-" ? "" : value});
  }
  out.by_name = address.get("sort") == "name";
  out.show_all = address.get("show") == "all";
  return out;
}

std::string address_of(const PageQuery& query, const std::string& path) {
  std::string out = path;
  const auto add = [&out, &path](const std::string& name, const std::string& value) {
    out += (out.size() == path.size() ? "?" : "&") + web::url_part(name) + "=" + web::url_part(value);
  };
  if (!query.by.empty()) add("by", query.by[0]);
  if (query.by.size() > 1) add("and", query.by[1]);
  for (const CountCondition& condition : query.where) add("f-" + condition.column, condition.value.empty() ? "-" : condition.value);
  if (query.by_name) add("sort", "name");
  if (query.show_all) add("show", "all");
  return out;
}

std::vector<std::string> columns_for_people() {
  std::vector<std::string> out = ctdc_columns();
  std::erase(out, "meansOfControlConcatenated");
  return out;
}

const std::vector<std::string>& columns_for_conditions() {
  static const std::vector<std::string> columns = {"yearOfRegistration", "gender",         "ageBroad",        "majorityStatus",
                                                   "citizenship",        "CountryOfExploitation", "isForcedLabour", "isSexualExploit",
                                                   "typeOfLabourConcatenated", "Datasource"};
  return columns;
}

}  // namespace arasha::statistics
