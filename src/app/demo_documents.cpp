#include "app/demo_documents.h"

#include "arasha/documents.pb.h"
#include "casework/cases.h"
#include "vault/blobs.h"

namespace arasha::app {
namespace {

constexpr std::string_view kLetter =
    "Миграционная служба\nОтвет на запрос\n\nСведения о регистрации переданы. Срок рассмотрения: 15 рабочих дней.\n";

std::string wave(int from, int height) {
  std::string out;
  for (int i = 0; i < 24; ++i) {
    out += (out.empty() ? "" : " ") + std::to_string(from + i * 12) + "," + std::to_string(100 + (i % 4 < 2 ? height : -height) + i);
  }
  return out;
}

}  // namespace

Result<void> demo_documents(vault::Vault& vault, const vault::Keyring& by, FileId case_file, Date day) {
  casework::Cases cases(vault);
  TRY(blob, vault.begin_blob(by, case_file, ASSISTANCE));
  TRY_VOID(blob->write(view(kLetter)));
  TRY_VOID(blob->finish());
  CaseDocument letter;
  letter.set_kind("correspondence");
  letter.set_title("Ответ миграционной службы");
  letter.set_date(to_iso(day));
  letter.set_file_name("ответ.txt");
  letter.set_format("text");
  letter.set_size(std::to_string(kLetter.size()));
  TRY_VOID(cases.add(by, case_file, letter, EntryId(), std::move(blob)));
  PaperKept passport;
  passport.set_what("passport");
  passport.set_number("AB 1234567");
  passport.set_condition("Целый, обложка потёрта");
  passport.set_place("Сейф в кабинете, конверт 12");
  passport.set_received_on(to_iso(day));
  passport.set_received_from("Сам человек");
  passport.set_received_way("drawn");
  passport.set_giver_signature(wave(60, 34));
  passport.set_worker_signature(wave(120, 20));
  passport.set_received_by(by.member().text());
  TRY_VOID(cases.add(by, case_file, passport));
  return {};
}

}  // namespace arasha::app
