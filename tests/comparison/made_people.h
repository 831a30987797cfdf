// Made-up people of the region with dates and documents, and how another organisation may have written them down: other alphabet,
// other order, no patronymic, slips, a date known less well. The same ones in every run.
#pragma once

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "arasha/cards.pb.h"
#include "base/time.h"
#include "projection/romanise.h"
#include "where.h"

namespace arasha::comparison {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t limit) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state_ >> 33U) % limit;
  }
  bool in_hundred(std::size_t times) { return below(100) < times; }

 private:
  std::uint64_t state_;
};

struct Word {
  std::string native;  // as it stands in the list: Cyrillic
  std::string latin;
};
struct Someone {
  Word surname, given, father;
  std::string birth;
  std::string document;
};

class People {
 public:
  explicit People(std::uint64_t seed) : chance_(seed) {
    std::ifstream in(std::string(where::kSource) + "/assets/demo/names.tsv");
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
      std::vector<std::string> cell;
      for (std::size_t at = 0; at <= line.size();) {
        const std::size_t tab = std::min(line.find('\t', at), line.size());
        cell.push_back(line.substr(at, tab - at));
        at = tab + 1;
      }
      if (cell.size() < 5) cell.resize(5);
      const std::string latin = cell[4].substr(0, cell[4].find('|'));
      groups_[cell[0] + cell[2]][cell[1]].push_back({cell[3], latin.empty() ? projection::romanise(cell[3]) : latin});
    }
    for (const auto& [group, lists] : groups_) order_.push_back(&lists);
  }

  Someone next() {
    const auto& lists = *order_[chance_.below(order_.size())];
    Someone out;
    out.given = pick(lists.at("given"));
    out.surname = chance_.in_hundred(25) ? pick(lists.at("surname")) : made_up(lists);
    out.father = pick(lists.at("patronymic"));
    out.birth = chance_.in_hundred(6) ? fmt::format("{}-01-01", 1955 + chance_.below(55))
                                      : fmt::format("{}-{:02}-{:02}", 1955 + chance_.below(55), 1 + chance_.below(12), 1 + chance_.below(28));
    if (chance_.in_hundred(60)) out.document = fmt::format("{}{:08}", chance_.in_hundred(50) ? "N" : "АВ", chance_.below(100'000'000));
    return out;
  }

  // As one of two organisations wrote her down at first.
  PersonCard plain(const Someone& one) {
    PersonCard out;
    const bool is_latin = chance_.in_hundred(40);
    out.add_names(text(one.surname, is_latin) + " " + text(one.given, is_latin) + " " + text(one.father, is_latin));
    out.set_birth_date(one.birth);
    out.set_document_number(one.document);
    return out;
  }
  // As the other one did.
  PersonCard varied(const Someone& one) {
    PersonCard out;
    const bool is_latin = chance_.in_hundred(50);
    std::string surname = text(one.surname, is_latin);
    std::string given = text(one.given, is_latin);
    std::string father = chance_.in_hundred(30) ? std::string() : " " + text(one.father, is_latin);
    std::string& which = chance_.in_hundred(50) ? surname : given;
    if (chance_.in_hundred(10)) which = slip(which);
    out.add_names(chance_.in_hundred(30) ? given + father + " " + surname : surname + " " + given + father);
    out.set_birth_date(birth(one.birth));
    if (chance_.in_hundred(50)) out.set_document_number(one.document);
    return out;
  }
  Chance& chance() { return chance_; }

  // One letter lost, doubled, swapped or exchanged.
  std::string slip(const std::string& text) {
    std::vector<std::string> letters;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t size = (static_cast<unsigned char>(text[at]) & 0x80U) == 0 ? 1 : 2;
      letters.push_back(text.substr(at, size));
      at += size;
    }
    if (letters.size() < 3) return text;
    const std::size_t at = 1 + chance_.below(letters.size() - 2);
    switch (chance_.below(4)) {
      case 0: std::swap(letters[at], letters[at + 1]); break;
      case 1: letters.erase(letters.begin() + static_cast<std::ptrdiff_t>(at)); break;
      case 2: letters[at] += letters[at]; break;
      default: letters[at] = letters[at].size() == 1 ? "t" : "т"; break;
    }
    std::string out;
    for (const std::string& letter : letters) out += letter;
    return out;
  }

 private:
  using Lists = std::map<std::string, std::vector<Word>>;
  static const std::string& text(const Word& word, bool is_latin) { return is_latin ? word.latin : word.native; }
  const Word& pick(const std::vector<Word>& list) { return list[chance_.below(list.size())]; }
  Word made_up(const Lists& lists) {
    static const std::vector<Word> kBefore{{"", ""}, {"", ""}, {"Ак", "Ak"}, {"Кара", "Kara"}, {"Бай", "Bai"}, {"Тем", "Tem"}, {"Жан", "Zhan"}};
    static const std::vector<Word> kAfter{{"ов", "ov"},       {"баев", "bayev"},   {"беков", "bekov"},  {"гельдиев", "geldiyev"},
                                          {"кулов", "kulov"}, {"ханов", "khanov"}, {"алиев", "aliyev"}, {"енко", "enko"}};
    const Word& before = pick(kBefore);
    const Word& root = pick(lists.at("given"));
    const Word& after = pick(kAfter);
    return {before.native + root.native + after.native, before.latin + root.latin + after.latin};
  }
  std::string birth(const std::string& date) {
    if (chance_.in_hundred(5)) return {};
    if (chance_.in_hundred(6)) return date.substr(0, 4) + "-01-01";
    if (chance_.in_hundred(4)) return date.substr(0, 9) + std::to_string(chance_.below(8) + 1);
    const std::string swapped = date.substr(0, 5) + date.substr(8, 2) + "-" + date.substr(5, 2);
    if (chance_.in_hundred(4) && date_from_iso(swapped)) return swapped;
    return date;
  }

  std::map<std::string, Lists> groups_;
  std::vector<const Lists*> order_;
  Chance chance_;
};

}  // namespace arasha::comparison
