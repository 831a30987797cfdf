#include "app/demo_clues.h"

#include "arasha/clues.pb.h"
#include "casework/cases.h"
#include "casework/screening/rules.h"

namespace arasha::app {
namespace {

template <class MessageType>
MessageType clue(const char* kind, const char* value, const char* role, const char* sure) {
  MessageType out;
  out.set_kind(kind);
  out.set_value(value);
  out.set_role(role);
  out.set_sure(sure);
  return out;
}

}  // namespace

Result<void> demo_clues(vault::Vault& vault, const vault::Keyring& worker, const vault::Keyring& lawyer, const std::vector<FileId>& cases) {
  if (cases.size() < 3) return {};
  casework::Cases all(vault);
  Clue recruiter = clue<Clue>("person", "Каримов Ербол", "recruiter", "told");
  recruiter.set_birth_year("1980");
  recruiter.set_note("Обещал работу на теплицах, билеты купил сам.");
  Clue farm = clue<Clue>("business", "КХ «Ак Бидай»", "place_of_exploitation", "told");
  farm.set_town("Шымкент");
  LegalClue driver = clue<LegalClue>("vehicle", "777 ABC 13", "transport", "seen");
  driver.set_note("Из протокола осмотра.");
  for (const Clue& one : {recruiter, clue<Clue>("telephone", "+7 701 555 01 23", "recruiter", "seen"), farm}) {
    TRY_VOID(all.add(worker, cases[0], one));
  }
  TRY_VOID(all.add(lawyer, cases[1], clue<LegalClue>("telephone", "8 701 555 01 23", "recruiter", "seen")));
  TRY_VOID(all.add(lawyer, cases[1], driver));
  TRY_VOID(all.add(worker, cases[2], clue<Clue>("person", "Erbol Karimov", "recruiter", "told")));
  TRY_VOID(all.add(worker, cases[2], clue<Clue>("vehicle", "777 АВС 13", "transport", "told")));
  return {};
}

Result<void> demo_screening(vault::Vault& vault, const vault::Keyring& worker, FileId case_file) {
  casework::Cases all(vault);
  const std::string day = to_iso(date_of(vault.clock().now()));
  Screening interview;
  const casework::Answers answers{{"offered", "false_promise", "need_used", "moved", "way_documents", "forced_work", "documents_taken", "pay_withheld", "debt_kept", "papers"},
                                  {"taken", "forced_to_go", "sexual_exploitation", "begging", "violence", "locked_in", "urgent_help"}};
  TRY_VOID(casework::put_answers(interview, *casework::screening_list(std::string_view(casework::kInterviewList)), answers, casework::Profile::adult));
  interview.set_date(day);
  interview.set_asked("person");
  interview.set_note("Говорил спокойно, просил перерыв. Билет и переписку показал сам.");
  TRY(screening, all.add(worker, case_file, interview));
  Identification decision;
  decision.set_status("identified_ngo");
  decision.set_deciding_body("NGO");
  decision.set_date(day);
  decision.set_basis("По беседе: вербовка обманом, документы забраны, труд без оплаты.");
  decision.add_screenings(screening.text());
  TRY_VOID(all.add(worker, case_file, decision));
  return {};
}

}  // namespace arasha::app
