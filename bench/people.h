// Made-up people of the region, in both scripts, from assets/demo/names.tsv; the same ones in every run.
#pragma once

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "projection/romanise.h"

namespace arasha::bench {

class Chance {
 public:
  std::size_t below(std::size_t limit) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state_ >> 33U) % limit;
  }

 private:
  std::uint64_t state_ = 5;
};

struct Name {
  std::string cyrillic;
  std::string latin;
};
struct Person {
  std::string stored;
  Name given;
  Name surname;
  bool is_cyrillic = false;
  std::uint64_t key = 0;  // the same for the same given name and surname
};

class People {
 public:
  People() {
    std::ifstream in(ARASHA_SOURCE_DIR "/assets/demo/names.tsv");
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
      groups_[cell[0] + cell[2]][cell[1]].push_back(
          {cell[3], latin.empty() ? projection::romanise(cell[3]) : latin});
    }
    for (const auto& [group, lists] : groups_) order_.push_back(&lists);
  }

  Person next() {
    const auto& lists = *order_[chance_.below(order_.size())];
    Person out;
    out.given = pick(lists.at("given"));
    // Families have more names than a list: from roots, too.
    out.surname = chance_.below(4) == 0 ? pick(lists.at("surname")) : made_up(lists);
    const Name father = pick(lists.at("patronymic"));
    out.is_cyrillic = chance_.below(2) == 0;
    out.stored = out.is_cyrillic ? out.surname.cyrillic + ' ' + out.given.cyrillic + ' ' + father.cyrillic
                                 : out.surname.latin + ' ' + out.given.latin + ' ' + father.latin;
    out.key = std::hash<std::string>{}(out.given.cyrillic + ' ' + out.surname.cyrillic);
    return out;
  }
  std::string hard(const Person& person) {
    std::string query = person.is_cyrillic ? person.given.latin + ' ' + person.surname.latin
                                           : person.given.cyrillic + ' ' + person.surname.cyrillic;
    return slip(slip(std::move(query)));
  }
  Chance& chance() { return chance_; }

 private:
  using Lists = std::map<std::string, std::vector<Name>>;
  const Name& pick(const std::vector<Name>& list) { return list[chance_.below(list.size())]; }
  Name made_up(const Lists& lists) {
    static const std::vector<Name> kBefore{{"", ""},       {"", ""},       {"Ак", "Ak"},   {"Кара", "Kara"},
                                           {"Бай", "Bai"}, {"Тем", "Tem"}, {"Жан", "Zhan"}};
    static const std::vector<Name> kAfter{
        {"ов", "ov"},       {"баев", "bayev"},   {"беков", "bekov"},  {"гельдиев", "geldiyev"},
        {"кулов", "kulov"}, {"ханов", "khanov"}, {"алиев", "aliyev"}, {"енко", "enko"}};
    const Name& before = pick(kBefore);
    const Name& root = pick(lists.at("given"));
    const Name& after = pick(kAfter);
    return {before.cyrillic + root.cyrillic + after.cyrillic, before.latin + root.latin + after.latin};
  }
  // One letter lost, doubled, swapped or exchanged; letters are one or two bytes here.
  std::string slip(std::string text) {
    std::vector<std::string> letters;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t size = (static_cast<unsigned char>(text[at]) & 0x80U) == 0 ? 1 : 2;
      letters.push_back(text.substr(at, size));
      at += size;
    }
    for (;;) {
      const std::size_t at = 1 + chance_.below(letters.size() - 2);
      if (letters[at] == " " || letters[at + 1] == " " || letters[at - 1] == " ") continue;
      switch (chance_.below(4)) {
        case 0:
          std::swap(letters[at], letters[at + 1]);
          break;
        case 1:
          letters.erase(letters.begin() + static_cast<std::ptrdiff_t>(at));
          break;
        case 2:
          letters[at] += letters[at];
          break;
        default:
          letters[at] = letters[at].size() == 1 ? "t" : "т";
          break;
      }
      break;
    }
    std::string out;
    for (const std::string& letter : letters) out += letter;
    return out;
  }

  std::map<std::string, Lists> groups_;
  std::vector<const Lists*> order_;
  Chance chance_;
};

}  // namespace arasha::bench
