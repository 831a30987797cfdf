// Comparisons that go on with partners: what is sent, what came, and what is written down of it (docs/comparison.md).
//
// Two files of the compartment REFERRAL for each partner: the *history* (agreement, runs, hints), and one for each run with the
// messages, whose content is destroyed when the run is over. A session itself, with its key and the persons, lives in the memory of
// this process and nowhere else: when the process ends, the run is lost and has to be begun again.
// Thread-safe; writing and computing happen under one lock, for runs are rare.
#pragma once

#include <memory>
#include <mutex>

#include "comparison/rules.h"
#include "comparison/session.h"
#include "exchange/post.h"

namespace arasha::comparison {

// One of the own persons who are compared.
struct Own {
  FileId file;
  PersonCard card;
};

// Not closed to `by`: both are `denied` (or not_found) where she does not open the compartment.
FileId history_file(const vault::Vault& vault, OrganizationId partner);
FileId run_file(const vault::Vault& vault, RunId run);

struct Known {
  std::uint32_t length = 0;  // of the history's file; 0: there is none
  History history;
};
// Recorded as a reading. Empty where nothing was written yet.
Result<Known> read_history(vault::Vault& vault, const vault::Keyring& by, OrganizationId partner);

// A steward's word. `denied` for who is none, `invalid_input` for what cannot be agreed.
Result<void> agree(vault::Vault& vault, const vault::Keyring& by, OrganizationId partner, ComparisonAgreed agreed);
Result<void> withdraw(vault::Vault& vault, const vault::Keyring& by, OrganizationId partner, const std::string& reason);
// What came of a hint; `not_found` for a hint that is none.
Result<void> note_step(vault::Vault& vault, const vault::Keyring& by, OrganizationId partner, const ComparisonHintStep& step);

class Runs {
 public:
  // The vault outlives it.
  explicit Runs(vault::Vault& vault) : vault_(vault) {}

  // Keeps what comes; what follows from it does `advance`.
  static void add_handlers(exchange::Handlers& handlers, vault::Vault& vault);

  // Begins a run: it is written down and its first messages are on their way when this answers. The errors of may_compare.
  Result<RunId> begin(const vault::Keyring& by, OrganizationId partner, const std::vector<Own>& people);
  // Answers one that the partner asked for.
  Result<void> answer(const vault::Keyring& by, OrganizationId partner, RunId run, const std::vector<Own>& people);
  // Ends one, whether it was asked for, goes on, or was lost with the process. The partner is told.
  Result<void> stop(const vault::Keyring& by, OrganizationId partner, RunId run);
  // Goes on with every run of this process for which something came. What cannot be sent now stays for the next time.
  Result<void> advance(const vault::Keyring& by);

  bool is_here(RunId run) const;

 private:
  struct Live {
    OrganizationId partner;
    std::vector<FileId> people;
    ComparisonRun begun;
    Session session;
    std::uint32_t read = 0;       // entries of the run's file that were fed
    std::vector<Bytes> unsent;
  };
  Result<void> begin_or_answer(const vault::Keyring& by, OrganizationId partner, RunId run, Side side, const std::vector<Own>& people);
  Result<void> go_on(const vault::Keyring& by, RunId run, Live& live);

  vault::Vault& vault_;
  mutable std::mutex mutex_;
  std::map<RunId, std::unique_ptr<Live>> live_;
};

}  // namespace arasha::comparison
