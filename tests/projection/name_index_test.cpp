#include "projection/name_index.h"

#include <gmock/gmock.h>

#include <map>
#include <random>
#include <set>

#include "projection/names.h"

namespace arasha::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

void add(NameIndex& index, std::uint32_t id, std::vector<std::string> texts) {
  index.add(id, texts);
}

std::vector<std::uint32_t> ids(const NameIndex& index, std::string_view query, std::size_t limit = 10) {
  std::vector<std::uint32_t> out;
  for (const auto& found : index.search(query, limit)) out.push_back(found.id);
  return out;
}

TEST(TokenDictionary, KeepsEachTokenOnce) {
  TokenDictionary dictionary;
  EXPECT_EQ(dictionary.find("nurlan"), kNoToken);
  const TokenId first = dictionary.add("nurlan");
  EXPECT_EQ(dictionary.add("nurlan"), first);
  EXPECT_NE(dictionary.add("nurlan+"), first);
  EXPECT_EQ(dictionary.size(), 2U);
  EXPECT_EQ(dictionary.text(first), "nurlan");
  dictionary.clear();
  EXPECT_EQ(dictionary.size(), 0U);
  EXPECT_EQ(dictionary.find("nurlan"), kNoToken);
  EXPECT_EQ(dictionary.bytes(), TokenDictionary().bytes());
}

// The sketch and the buckets must not lose anything that a comparison with every token finds.
TEST(TokenDictionary, FindsWhatAComparisonWithAllFinds) {
  std::mt19937 random(5);
  const std::string letters = "abdeghiklmnorstuvzCJS";
  TokenDictionary dictionary;
  std::vector<std::string> all;
  const auto word = [&] {
    std::string out;
    for (std::size_t i = 2 + random() % 9; i > 0; --i) out += letters[random() % letters.size()];
    return out;
  };
  while (dictionary.size() < 3000) {
    std::string token = word();
    if (random() % 8 == 0) token += '+';
    dictionary.add(token);
  }
  for (TokenId id = 0; id < dictionary.size(); ++id) all.emplace_back(dictionary.text(id));
  for (int i = 0; i < 300; ++i) {
    std::string query = all[random() % all.size()];
    if (query.back() == '+') query.pop_back();
    query[random() % query.size()] = letters[random() % letters.size()];
    const std::uint32_t limit = allowed_distance(query.size());
    std::map<TokenId, std::uint32_t> found;
    dictionary.find_similar(query, limit, [&](TokenId id, std::uint32_t distance) {
      EXPECT_TRUE(found.emplace(id, distance).second);
    });
    std::map<TokenId, std::uint32_t> wanted;
    for (TokenId id = 0; id < all.size(); ++id) {
      const std::string stem = all[id].back() == '+' ? all[id].substr(0, all[id].size() - 1) : all[id];
      const std::uint32_t distance = token_distance(query, stem, limit);
      if (distance <= limit) wanted[id] = distance;
    }
    EXPECT_EQ(found, wanted) << query;
    const std::string prefix = query.substr(0, 3);
    std::set<TokenId> begin;
    dictionary.find_prefix(prefix, [&](TokenId id) { EXPECT_TRUE(begin.insert(id).second); });
    std::set<TokenId> begin_wanted;
    for (TokenId id = 0; id < all.size(); ++id) {
      if (all[id].starts_with(prefix)) begin_wanted.insert(id);
    }
    EXPECT_EQ(begin, begin_wanted) << prefix;
  }
}

TEST(NameIndex, FindsAcrossScriptsOrderAndSlips) {
  NameIndex index;
  add(index, 3, {"Нұрланқызы Әлия"});
  add(index, 5, {"Петров Сергей Иванович", "Серый"});
  EXPECT_THAT(ids(index, "Aliya Nurlankyzy"), ElementsAre(3));
  EXPECT_THAT(ids(index, "алия"), ElementsAre(3));
  EXPECT_THAT(ids(index, "Serghei Petrov"), ElementsAre(5));
  EXPECT_THAT(ids(index, "Sergey Petorv"), ElementsAre(5));
  EXPECT_THAT(ids(index, "сер"), ElementsAre(5));
  EXPECT_EQ(index.search("Петров Сергей Иванович", 1).at(0).score, 1.0F);
}

TEST(NameIndex, QueriesThatSayNothingFindNothing) {
  NameIndex index;
  add(index, 0, {"Петров Сергей"});
  for (const char* query : {"", " ", "\xff", "-", "п", "!", "12"})
    EXPECT_THAT(ids(index, query), IsEmpty()) << query;
  EXPECT_THAT(ids(index, "Петров", 0), IsEmpty());
  EXPECT_THAT(ids(NameIndex(), "Петров"), IsEmpty());
}

TEST(NameIndex, MayShowDecidesBeforeAnythingIsShown) {
  NameIndex index;
  for (std::uint32_t id = 0; id < 20; ++id) add(index, id, {"Петров Сергей"});
  const auto found = index.search("Петров", 100, [](std::uint32_t id) { return id % 2 == 0; });
  EXPECT_THAT(found, SizeIs(10));
  for (const auto& one : found) EXPECT_EQ(one.id % 2, 0U);
  EXPECT_THAT(index.search("Петров", 100, [](std::uint32_t) { return false; }), IsEmpty());
}

TEST(NameIndex, AFarOffWordIsForgivenWhereTheRestFits) {
  NameIndex index;
  add(index, 0, {"Зокирова Лола"});
  add(index, 1, {"Алимова Лола"});
  EXPECT_THAT(ids(index, "Лола Зокиовра"), ElementsAre(0));
}

TEST(NameIndex, TwoNamesThatManyHaveAreNotTheSame) {
  NameIndex index;
  for (std::uint32_t id = 0; id < 4; ++id)
    add(index, id, {id % 2 == 0 ? "Исмоилова Дилноза Шавкатовна" : "Исмоилова Дилфуза Шавкатовна"});
  const auto found = index.search("Исмоилова Дилфуза Шавкатовна", 10);
  ASSERT_THAT(found, SizeIs(4));
  EXPECT_GE(found[1].score, NameIndex::kSameName);
  EXPECT_LT(found[2].score, NameIndex::kSameName);
}

TEST(NameIndex, ABeginningIsNotTheSameName) {
  NameIndex index;
  add(index, 0, {"Кожошев Уланбек"});
  const auto found = index.search("Кожошев Улан", 10);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_LT(found[0].score, NameIndex::kSameName);
}

TEST(NameIndex, ReplacedRemovedAndUnknown) {
  NameIndex index;
  add(index, 7, {"Петров Сергей"});
  add(index, 7, {"Ахметов Марат"});
  EXPECT_EQ(index.size(), 1U);
  EXPECT_THAT(ids(index, "Петров"), IsEmpty());
  EXPECT_THAT(ids(index, "Ахметов"), ElementsAre(7));
  index.remove(3);
  index.remove(4'000'000'000U);
  index.remove(7);
  index.remove(7);
  EXPECT_EQ(index.size(), 0U);
  EXPECT_THAT(ids(index, "Ахметов"), IsEmpty());
  add(index, 2, {"", "\xff"});
  EXPECT_EQ(index.size(), 0U);
  add(index, 9, {"Ахметов Марат"});
  index.clear();
  EXPECT_EQ(index.size(), 0U);
  EXPECT_EQ(index.bytes(), NameIndex().bytes());
  EXPECT_THAT(ids(index, "Ахметов"), IsEmpty());
}

// What a new index with the same people answers, after many additions, changes and removals (which compact
// it).
TEST(NameIndex, AgreesWithANewOneAfterManyChanges) {
  const std::vector<std::string> given{"Нурлан", "Нұрлан", "Сергей",  "Марат", "Aliya",
                                       "Динара", "Жанна",  "Шахзода", "Ольга"};
  const std::vector<std::string> family{"Ахметов", "Akhmetova", "Петров", "Жумабаев",
                                        "Каримов", "Karimova",  "Ли",     "Нұр-Ахмет"};
  const std::vector<std::string> father{"", "Серикович", "Serikuly", "Karim o'g'li", "Асанқызы"};
  std::mt19937 random(9);
  const auto pick = [&](const auto& list) { return list[random() % list.size()]; };
  const auto texts = [&] {
    std::vector<std::string> out{pick(family) + ' ' + pick(given) + ' ' + pick(father)};
    if (random() % 4 == 0) out.push_back("+7701" + std::to_string(1'000'000 + random() % 50));
    return out;
  };
  NameIndex index;
  std::map<std::uint32_t, std::vector<std::string>> people;
  for (int i = 0; i < 9000; ++i) {
    const auto id = static_cast<std::uint32_t>(random() % 400);
    if (random() % 3 == 0) {
      index.remove(id);
      people.erase(id);
    } else {
      people[id] = texts();
      index.replace(id, people[id]);
    }
  }
  NameIndex fresh;
  for (const auto& [id, list] : people) fresh.add(id, list);
  EXPECT_EQ(index.size(), people.size());
  for (int i = 0; i < 200; ++i) {
    std::string query = texts().at(0);
    if (random() % 2 == 0)
      query.erase(random() % query.size(), 1);  // perhaps half a letter: then nothing is found
    const auto left = index.search(query, 20);
    const auto right = fresh.search(query, 20);
    ASSERT_EQ(left.size(), right.size()) << query;
    for (std::size_t at = 0; at < left.size(); ++at) {
      EXPECT_EQ(left[at].id, right[at].id) << query;
      EXPECT_EQ(left[at].score, right[at].score) << query;
    }
  }
}

// Nobody whose every word stands in the query may be missing.
TEST(NameIndex, WhoHasEveryWordIsFound) {
  std::mt19937 random(4);
  const std::string letters = "бвгдзклмнпрст";
  const std::string vowels = "аеиоу";
  NameIndex index;
  std::vector<std::string> people;
  for (std::uint32_t id = 0; id < 2000; ++id) {
    std::string name;
    for (int word = 0; word < 2; ++word) {
      for (int i = 0; i < 3; ++i) {
        name += letters.substr(2 * (random() % (letters.size() / 2)), 2);
        name += vowels.substr(2 * (random() % (vowels.size() / 2)), 2);
      }
      name += ' ';
    }
    people.push_back(name);
    add(index, id, {name});
  }
  for (std::uint32_t id = 0; id < people.size(); ++id) {
    bool is_found = false;
    for (const auto& found : index.search(people[id], 50))
      is_found = is_found || (found.id == id && found.score == 1.0F);
    EXPECT_TRUE(is_found) << people[id];
  }
}

}  // namespace
}  // namespace arasha::projection
