#include "app/demo_names.h"

#include <map>

#include "base/check.h"

extern "C" {
extern const char arasha_demo_names[];
extern const char arasha_demo_names_end[];
}

namespace arasha::app {
namespace {

struct Form {
  std::string name;
  std::string latin;
};
// By language, kind and gender, such as "uz given f".
using Lists = std::map<std::string, std::vector<Form>, std::less<>>;

const Lists& lists() {
  static const Lists all = [] {
    Lists out;
    std::string_view rest(arasha_demo_names, static_cast<std::size_t>(arasha_demo_names_end - arasha_demo_names));
    while (!rest.empty()) {
      std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      std::string_view column[5];
      for (std::string_view& one : column) {
        one = line.substr(0, line.find('\t'));
        line.remove_prefix(std::min(line.size(), one.size() + 1));
      }
      if (column[0].size() != 2) continue;  // the heading
      std::string key = std::string(column[0]) + " " + std::string(column[1]) + " " + std::string(column[2]);
      out[key].push_back({std::string(column[3]), std::string(column[4].substr(0, column[4].find('|')))});
    }
    return out;
  }();
  return all;
}

const Form& one_of(std::string_view language, const char* kind, bool woman, std::mt19937& random) {
  const auto found = lists().find(std::string(language) + " " + kind + (woman ? " f" : " m"));
  CHECK(found != lists().end() && !found->second.empty());
  return pick(random, found->second);
}

}  // namespace

DemoName demo_name(std::string_view language, bool woman, std::mt19937& random) {
  const Form& family = one_of(language, "surname", woman, random);
  const Form& given = one_of(language, "given", woman, random);
  const Form& patronymic = one_of(language, "patronymic", woman, random);
  return {family.name, given.name, patronymic.name, family.latin, given.latin};
}

}  // namespace arasha::app
