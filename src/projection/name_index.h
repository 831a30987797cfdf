// Finds people by what somebody remembers of their name: another script, another order, no patronymic, a slip or
// two, the beginning of a word; also by alias, telephone and number of a document.
//
// Not locked inside: any number of threads may search at once, and add or remove needs that nobody searches. Holds
// folded names in clear memory: its owner lets it go when the last person who may read them signs out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projection/token_dictionary.h"

namespace arasha::projection {

class NameIndex {
 public:
  // Scores from here on mean "very probably the same name": warn before a person is recorded twice.
  static constexpr float kSameName = 0.86F;
  // Below this a result is not worth showing.
  static constexpr float kWorthShowing = 0.55F;

  struct Found {
    std::uint32_t id;
    float score;  // 0 to 1; 1 is every word of the query as it was stored
  };

  // Ids are small and dense (a slot in the owner's list, below 2^28): memory grows with the largest. All texts of
  // one person go in together: names, aliases, telephones, documents. An id that is there is replaced.
  // Texts that fold to nothing are no error; such a person is never found.
  void add(std::uint32_t id, std::span<const std::string> texts);
  void replace(std::uint32_t id, std::span<const std::string> texts) { add(id, texts); }
  void remove(std::uint32_t id);  // an unknown id is no error
  // Forgets everybody and every word, and overwrites the words. `remove` keeps words for the next person who has them.
  void clear();

  // The best first, equal scores by id. At most eight words of the query count. `may_show` is asked before anything
  // is computed about a person (who may read what is decided by the caller); it must not change the index.
  // A query of one frequent word looks at the first 20,000 people it may show.
  std::vector<Found> search(std::string_view query, std::size_t limit,
                            const std::function<bool(std::uint32_t)>& may_show = {}) const;

  std::size_t size() const { return people_; }
  std::size_t bytes() const;  // of memory, about

 private:
  struct Person {
    std::uint32_t first = 0;  // in tokens_
    std::uint32_t count = 0;
  };
  // The people who have a token. Most tokens belong to one person (a surname, a telephone): no allocation for it.
  struct Holders {
    std::uint32_t only = UINT32_MAX;
    std::unique_ptr<std::vector<std::uint32_t>> many;
    std::size_t size() const { return many ? many->size() : (only == UINT32_MAX ? 0U : 1U); }
  };

  void hold(TokenId token, std::uint32_t id);
  void release(TokenId token, std::uint32_t id);
  void compact();

  struct Word;
  class Matches;
  std::vector<Word> read_query(std::string_view query) const;
  void match(Word& word, bool is_last) const;
  void match_code(Word& word) const;
  void match_joined(std::vector<Word>& words, std::vector<TokenId>& joined) const;
  std::vector<std::uint32_t> candidates(const std::vector<Word>& words,
                                        const std::function<bool(std::uint32_t)>& may_show) const;
  std::pair<float, std::uint32_t> far_match(const Person& person, const Word& word, std::uint64_t used) const;
  float score(const Person& person, const std::vector<Word>& words, const Matches& matches) const;

  TokenDictionary dictionary_;
  std::vector<Holders> holders_;  // by TokenId
  std::vector<Person> persons_;   // by id
  std::vector<TokenId> tokens_;   // of all persons, each person's side by side
  std::size_t unused_ = 0;        // in tokens_
  std::size_t people_ = 0;
};

}  // namespace arasha::projection
