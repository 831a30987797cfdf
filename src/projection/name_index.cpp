#include "projection/name_index.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.h"
#include "projection/names.h"

namespace arasha::projection {
namespace {

constexpr std::size_t kMaxWords = 8;
constexpr std::size_t kMaxTokensOfPerson = 64;
constexpr std::size_t kMaxForOneWord = 20'000;
constexpr std::uint32_t kMaxId = 1U << 28U;

// What a word of the query weighs. People leave the patronymic out, so it says little where the person has none
// recorded, but two different ones are two different people.
constexpr float kWeight = 1.0F;
constexpr float kPatronymicWeight = 0.6F;
constexpr float kPatronymicWeightIfNone = 0.1F;
constexpr float kInitialWeight = 0.3F;

constexpr float kOtherRole = 0.5F;       // Нурлан as a given name and as a father's name
constexpr float kInitial = 0.7F;         // "А." for Алия
constexpr float kJoined = 0.97F;         // "Нур Султан" for Нурсултан
constexpr float kGuessed = 0.95F;        // a patronymic with a slip in its ending
constexpr float kPerWordNotAsked = 0.004F;  // breaks ties: what was asked and nothing else comes first
// A name that others have is seldom a slip for another one that others have: Дилноза, Дилфуза. Such a pair is shown, but
// it alone keeps two full names from being the same.
constexpr std::uint32_t kOtherName = 8;
constexpr float kKnownName = 0.6F;
// The beginning of the last word. It never makes two names the same: Улан, Уланбек.
constexpr float kBeginning = 0.56F;
constexpr float kBeginningShare = 0.13F;
// Where the rest of the query fits a person, one word may be further off than words are looked for: so much of a token
// must be left.
constexpr float kFarOff = 0.45F;
constexpr float kSureMatch = 0.9F;

float similarity(std::uint32_t distance, std::size_t longer) {
  return std::max(0.0F, 1.0F - static_cast<float>(distance) / (10.0F * static_cast<float>(longer)));
}

}  // namespace

struct NameIndex::Word {
  struct Match {
    TokenId token;
    float similarity;
  };
  std::string text;
  float weight = kWeight;
  std::vector<Match> matches;
  std::size_t holders = 0;  // people, some twice
  bool may_be_far = false;  // nobody has it as it stands

  bool patronymic() const { return is_patronymic(text); }
  std::size_t stem() const { return text.size() - (patronymic() ? 1U : 0U); }
};

// Token to its similarity with each word of the query: a small open-addressing table that lives for one search.
class NameIndex::Matches {
 public:
  struct Row {
    std::array<float, kMaxWords> similarity{};
    bool is_joined = false;  // stands for two words of the query at once
  };

  Matches(const std::vector<Word>& words, const std::vector<TokenId>& joined) {
    std::size_t count = 0;
    for (const Word& word : words) count += word.matches.size();
    keys_.assign(std::bit_ceil(2 * count + 16), kNoToken);
    place_.resize(keys_.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
      for (const Word::Match& match : words[i].matches) {
        float& value = row_of(match.token).similarity[i];
        value = std::max(value, match.similarity);
      }
    }
    for (const TokenId token : joined) row_of(token).is_joined = true;
  }

  const Row* find(TokenId token) const {
    const std::size_t at = slot_of(token);
    return keys_[at] == kNoToken ? nullptr : &rows_[place_[at]];
  }

 private:
  std::size_t slot_of(TokenId token) const {
    const std::size_t mask = keys_.size() - 1;
    std::size_t at = (token * 2654435761U) & mask;
    while (keys_[at] != kNoToken && keys_[at] != token) at = (at + 1) & mask;
    return at;
  }
  Row& row_of(TokenId token) {
    const std::size_t at = slot_of(token);
    if (keys_[at] == kNoToken) {
      keys_[at] = token;
      place_[at] = static_cast<std::uint32_t>(rows_.size());
      rows_.push_back({});
    }
    return rows_[place_[at]];
  }

  std::vector<TokenId> keys_;
  std::vector<std::uint32_t> place_;
  std::vector<Row> rows_;
};

void NameIndex::hold(TokenId token, std::uint32_t id) {
  if (token >= holders_.size()) holders_.resize(token + 1);
  Holders& holders = holders_[token];
  if (holders.many) {
    holders.many->push_back(id);
  } else if (holders.only == UINT32_MAX) {
    holders.only = id;
  } else {
    holders.many = std::make_unique<std::vector<std::uint32_t>>(std::vector<std::uint32_t>{holders.only, id});
  }
}

void NameIndex::release(TokenId token, std::uint32_t id) {
  Holders& holders = holders_[token];
  if (!holders.many) {
    holders.only = UINT32_MAX;
    return;
  }
  auto& many = *holders.many;
  const auto at = std::find(many.begin(), many.end(), id);
  REQUIRE(at != many.end());
  *at = many.back();
  many.pop_back();
  if (many.size() == 1) {
    holders.only = many.front();
    holders.many.reset();
  }
}

void NameIndex::add(std::uint32_t id, std::span<const std::string> texts) {
  REQUIRE(id < kMaxId);
  remove(id);
  std::vector<TokenId> found;
  for (const std::string& text : texts) {
    for (const std::string& token : fold_name_to_store(text)) {
      if (found.size() == kMaxTokensOfPerson) break;
      const TokenId known = dictionary_.add(token);
      if (std::find(found.begin(), found.end(), known) == found.end()) found.push_back(known);
    }
  }
  if (found.empty()) return;
  if (id >= persons_.size()) persons_.resize(std::size_t{id} + 1);
  persons_[id] = {static_cast<std::uint32_t>(tokens_.size()), static_cast<std::uint32_t>(found.size())};
  tokens_.insert(tokens_.end(), found.begin(), found.end());
  for (const TokenId token : found) hold(token, id);
  ++people_;
}

void NameIndex::remove(std::uint32_t id) {
  if (id >= persons_.size() || persons_[id].count == 0) return;
  const Person person = persons_[id];
  for (std::uint32_t i = 0; i < person.count; ++i) release(tokens_[person.first + i], id);
  persons_[id] = {};
  --people_;
  unused_ += person.count;
  if (unused_ > 4096 && unused_ > tokens_.size() / 2) compact();
}

void NameIndex::clear() {
  dictionary_.clear();
  holders_ = std::vector<Holders>();
  persons_ = std::vector<Person>();
  tokens_ = std::vector<TokenId>();
  unused_ = people_ = 0;
}

void NameIndex::compact() {
  std::vector<TokenId> kept;
  kept.reserve(tokens_.size() - unused_);
  for (Person& person : persons_) {
    const auto first = tokens_.begin() + static_cast<std::ptrdiff_t>(person.first);
    person.first = static_cast<std::uint32_t>(kept.size());
    kept.insert(kept.end(), first, first + static_cast<std::ptrdiff_t>(person.count));
  }
  tokens_ = std::move(kept);
  unused_ = 0;
}

std::vector<NameIndex::Word> NameIndex::read_query(std::string_view query) const {
  std::vector<Word> words;
  for (std::string& token : fold_name(query)) {
    if (words.size() == kMaxWords) break;
    Word word;
    word.text = std::move(token);
    if (word.patronymic()) word.weight = kPatronymicWeight;
    if (word.text.size() == 1 && !is_code(word.text)) word.weight = kInitialWeight;
    words.push_back(std::move(word));
  }
  return words;
}

// A number is exact or the beginning of one: one wrong digit is another document. A telephone is found with +7, with
// 8 and with neither.
void NameIndex::match_code(Word& word) const {
  std::vector<std::string> readings{word.text};
  if (word.text.size() >= 4) {
    readings.push_back('7' + word.text);
    if (word.text.front() == '8') readings.push_back('7' + word.text.substr(1));
  }
  if (std::string number = number_after_series(word.text); !number.empty()) readings.push_back(std::move(number));
  for (const std::string& reading : readings) {
    if (reading.size() < 3) {
      if (const TokenId exact = dictionary_.find(reading); exact != kNoToken) word.matches.push_back({exact, 1.0F});
      continue;
    }
    dictionary_.find_prefix(reading, [&](TokenId token) {
      const auto share = static_cast<float>(reading.size()) / static_cast<float>(dictionary_.text(token).size());
      word.matches.push_back({token, 0.7F + 0.3F * share});
    });
  }
}

void NameIndex::match(Word& word, bool is_last) const {
  if (is_code(word.text)) return match_code(word);
  if (word.text.size() == 1) {
    dictionary_.find_prefix(word.text, [&](TokenId token) { word.matches.push_back({token, kInitial}); });
    return;
  }
  const TokenId exact = dictionary_.find(word.text);
  word.may_be_far = exact == kNoToken && word.stem() >= 4 && !word.patronymic();
  const bool is_known = exact != kNoToken && holders_[exact].size() >= 2;
  const auto take = [&](TokenId token, std::uint32_t distance, std::string_view wanted, float factor) {
    if (holders_[token].size() == 0) return;
    const std::string_view text = dictionary_.text(token);
    const bool same_role = is_patronymic(text) == is_patronymic(wanted);
    float similar = similarity(distance, std::max(text.size(), wanted.size()));
    if (is_known && distance >= kOtherName && holders_[token].size() >= 2) similar = std::min(similar, kKnownName);
    word.matches.push_back({token, similar * (same_role ? factor : kOtherRole)});
  };
  dictionary_.find_similar(word.text, allowed_distance(word.stem()), [&](TokenId token, std::uint32_t distance) {
    take(token, distance, word.text, 1.0F);
  });
  const std::string guess = exact == kNoToken ? guess_patronymic(word.text) : std::string();
  if (!guess.empty() && dictionary_.find(guess) != kNoToken) {
    dictionary_.find_similar(guess, 5, [&](TokenId token, std::uint32_t distance) {
      take(token, distance, guess, kGuessed);
    });
    word.weight = kPatronymicWeight;
  }
  if (is_last && word.text.size() >= 3 && !word.patronymic()) {
    dictionary_.find_prefix(word.text, [&](TokenId token) {
      const std::string_view text = dictionary_.text(token);
      if (is_patronymic(text) || holders_[token].size() == 0) return;
      const auto share = static_cast<float>(word.text.size()) / static_cast<float>(text.size());
      word.matches.push_back({token, kBeginning + kBeginningShare * share});
    });
  }
}

// Two words that are one in the record: Абдул Рахман, Абдурахман.
void NameIndex::match_joined(std::vector<Word>& words, std::vector<TokenId>& joined) const {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    Word& left = words[i];
    Word& right = words[i + 1];
    const bool is_name = !is_code(left.text) && !is_code(right.text) && !left.patronymic() && !right.patronymic();
    const bool may_join = left.text.size() > 1 && right.text.size() > 1 && std::min(left.text.size(), right.text.size()) <= 5;
    if (!is_name || !may_join) continue;
    const bool doubled = left.text.back() == right.text.front();
    const std::string whole = left.text + right.text.substr(doubled ? 1 : 0);
    dictionary_.find_similar(whole, 10, [&](TokenId token, std::uint32_t distance) {
      if (dictionary_.is_patronymic_token(token) || holders_[token].size() == 0) return;
      const float similar = kJoined * similarity(distance, whole.size());
      left.matches.push_back({token, similar});
      right.matches.push_back({token, similar});
      joined.push_back(token);
    });
  }
}

// Everyone whose score can reach kWorthShowing: the holders of the rarest words, as many words and as distant matches as
// it takes until those left out cannot carry a person over the line by themselves.
std::vector<std::uint32_t> NameIndex::candidates(const std::vector<Word>& words,
                                                 const std::function<bool(std::uint32_t)>& may_show) const {
  std::vector<const Word*> order;
  for (const Word& word : words) order.push_back(&word);
  std::sort(order.begin(), order.end(), [](const Word* left, const Word* right) { return left->holders < right->holders; });
  float all = 0;
  float all_but_patronymics = 0;
  for (const Word& word : words) {
    all += word.weight;
    if (word.weight != kPatronymicWeight) all_but_patronymics += word.weight;
  }
  float left = all;
  float left_but_patronymics = all_but_patronymics;

  std::vector<std::uint32_t> found;
  std::vector<bool> seen(persons_.size());
  const auto take = [&](std::uint32_t id) {
    if (seen[id]) return;
    seen[id] = true;
    if (!may_show || may_show(id)) found.push_back(id);
  };
  bool far_so_far = true;
  for (const Word* word : order) {
    const bool is_patronymic = word->weight == kPatronymicWeight;
    left -= word->weight;
    if (!is_patronymic) left_but_patronymics -= word->weight;
    // Who has none of the words before reaches this much at most with a match of this one.
    const auto can_carry = [&](float similar) {
      const float reached = word->weight * similar;
      return left + reached >= kWorthShowing * all ||
             (!is_patronymic && left_but_patronymics + reached >= kWorthShowing * all_but_patronymics);
    };
    // Words that nobody has may all be slips: then those who have the next word as it stands are looked at, too.
    const bool may_be_slips = far_so_far && word->weight == kWeight;
    if (!can_carry(1.0F) && !may_be_slips) break;
    far_so_far = far_so_far && word->may_be_far;
    for (const Word::Match& match : word->matches) {
      if (words.size() == 1 && found.size() >= kMaxForOneWord) break;
      const bool is_slip = may_be_slips && match.similarity >= kSureMatch && found.size() < kMaxForOneWord;
      if (!can_carry(match.similarity) && !is_slip) break;  // those that follow are less similar
      const Holders& holders = holders_[match.token];
      if (holders.many) {
        for (const std::uint32_t id : *holders.many) take(id);
      } else if (holders.only != UINT32_MAX) {
        take(holders.only);
      }
    }
  }
  return found;
}

// The name of a person that is nearest to a word and not taken yet, however far.
std::pair<float, std::uint32_t> NameIndex::far_match(const Person& person, const Word& word, std::uint64_t used) const {
  std::pair<float, std::uint32_t> best{0.0F, 0};
  const std::uint32_t limit = word.text.size() == 4 ? 20 : 30;
  for (std::uint32_t t = 0; t < person.count; ++t) {
    const std::string_view text = dictionary_.text(tokens_[person.first + t]);
    if ((used >> t & 1U) != 0 || text.size() < 4 || is_patronymic(text) || is_code(text)) continue;
    const std::uint32_t distance = token_distance(word.text, text, limit);
    if (distance > limit) continue;
    const float similar = similarity(distance, std::max(text.size(), word.text.size()));
    if (similar > best.first) best = {similar, t};
  }
  return best;
}

// Each word of the query takes one token of the person, the closest pairs first.
float NameIndex::score(const Person& person, const std::vector<Word>& words, const Matches& matches) const {
  struct Pair {
    float similarity;
    std::uint8_t word;
    std::uint8_t token;
    bool is_joined;
  };
  std::array<Pair, 64> pairs;
  std::size_t count = 0;
  bool has_patronymic = false;
  std::uint32_t names = 0;
  for (std::uint8_t t = 0; t < person.count; ++t) {
    const TokenId token = tokens_[person.first + t];
    if (dictionary_.is_patronymic_token(token)) {
      has_patronymic = true;
    } else {
      ++names;
    }
    const Matches::Row* row = matches.find(token);
    if (row == nullptr) continue;
    for (std::uint8_t w = 0; w < words.size() && count < pairs.size(); ++w) {
      if (row->similarity[w] > 0) pairs[count++] = {row->similarity[w], w, t, row->is_joined};
    }
  }
  std::sort(pairs.begin(), pairs.begin() + static_cast<std::ptrdiff_t>(count),
            [](const Pair& left, const Pair& right) { return left.similarity > right.similarity; });
  std::array<float, kMaxWords> best{};
  std::uint64_t used = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Pair& pair = pairs[i];
    const std::uint64_t bit = std::uint64_t{1} << pair.token;
    if (best[pair.word] > 0 || ((used & bit) != 0 && !pair.is_joined)) continue;
    best[pair.word] = pair.similarity;
    used |= bit;
  }
  for (std::size_t w = 0; w < words.size(); ++w) {
    if (best[w] > 0 || !words[w].may_be_far) continue;
    const auto [similar, token] = far_match(person, words[w], used);
    if (similar < kFarOff) continue;
    best[w] = similar;
    used |= std::uint64_t{1} << token;
  }
  float total = 0;
  float reached = 0;
  for (std::size_t w = 0; w < words.size(); ++w) {
    const bool is_moot = words[w].weight == kPatronymicWeight && !has_patronymic && best[w] == 0;
    const float weight = is_moot ? kPatronymicWeightIfNone : words[w].weight;
    total += weight;
    reached += weight * best[w];
  }
  const auto taken = static_cast<std::uint32_t>(std::popcount(used));
  const float not_asked = static_cast<float>(std::min(5U, names > taken ? names - taken : 0U));
  return reached / total - kPerWordNotAsked * not_asked;
}

std::vector<NameIndex::Found> NameIndex::search(std::string_view query, std::size_t limit,
                                                const std::function<bool(std::uint32_t)>& may_show) const {
  std::vector<Word> words = read_query(query);
  if (words.empty() || limit == 0) return {};
  if (words.size() == 1 && words[0].text.size() == 1) return {};
  for (std::size_t i = 0; i < words.size(); ++i) match(words[i], i + 1 == words.size());
  std::vector<TokenId> joined;
  match_joined(words, joined);
  for (Word& word : words) {
    std::sort(word.matches.begin(), word.matches.end(),
              [](const Word::Match& left, const Word::Match& right) { return left.similarity > right.similarity; });
    for (const Word::Match& match : word.matches) word.holders += holders_[match.token].size();
  }
  const Matches matches(words, joined);
  std::vector<Found> found;
  for (const std::uint32_t id : candidates(words, may_show)) {
    const float value = score(persons_[id], words, matches);
    if (value >= kWorthShowing) found.push_back({id, value});
  }
  const auto better = [](const Found& left, const Found& right) {
    return left.score != right.score ? left.score > right.score : left.id < right.id;
  };
  const std::size_t kept = std::min(limit, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(), better);
  found.resize(kept);
  return found;
}

std::size_t NameIndex::bytes() const {
  std::size_t total = dictionary_.bytes() + holders_.capacity() * sizeof(Holders) +
                      persons_.capacity() * sizeof(Person) + tokens_.capacity() * sizeof(TokenId);
  for (const Holders& holders : holders_) {
    if (holders.many) total += sizeof(*holders.many) + 16 + holders.many->capacity() * sizeof(std::uint32_t);
  }
  return total;
}

}  // namespace arasha::projection
