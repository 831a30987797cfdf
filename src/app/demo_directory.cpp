#include "app/demo_directory.h"

#include <algorithm>

#include "directory/files.h"
#include "schema/form_data.h"

namespace arasha::app {
namespace {

struct Hours {
  const char* days;  // "mo tu"; empty: every day
  const char* opens;
  const char* closes;
};
struct Service {
  const char* name;
  std::vector<const char*> needs;
  std::vector<const char*> languages;
  const char* sex = "";
  const char* age_from = "";
  const char* age_to = "";
  Hours hours = {"", "", ""};
  const char* description = "";
};
struct Organisation {
  const char* name;
  const char* other;
  const char* abbreviation;
  const char* type;
  const char* locality;
  const char* region;
  const char* address;
  bool secret;
  bool takes;
  bool public_;
  const char* phone;
  std::vector<Service> services;
  int free_from = -1;  // -1: nothing was said
  int free_to = -1;
  int checked_days_ago = -1;  // -1: never
};

constexpr const char* kWorkdays = "mo tu we th fr";

const std::vector<Organisation>& organisations() {
  static const std::vector<Organisation> all = {
      {"Приют «Тихая гавань»", "«Тынық айлақ» баспанасы", "", "ngo_shelter", "Алматы", "Алматы", "ул. Примерная, 17", true, true, true, "+7 700 000 01 01",
       {{"Ночлег для женщин с детьми", {"accommodation", "food", "clothes"}, {"ru", "kk", "uz"}, "female", "18", "", {"", "00:00", "24:00"}, "Двенадцать мест, до шести месяцев."},
        {"Психолог", {"crisis_psychology", "counselling"}, {"ru", "kk"}, "female", "", "", {kWorkdays, "09:00", "18:00"}}},
       2, 4, 12},
      {"Қоғамдық қор «Жаңа таң»", "Общественный фонд «Новое утро»", "ЖТ", "ngo_partner", "Шымкент", "Түркістан облысы", "Мысал көшесі, 5", false, true, true, "+7 700 000 01 02",
       {{"Заңгердің кеңесі", {"legal_information", "wages", "compensation"}, {"kk", "ru", "uz"}, "", "", "", {"mo we fr", "10:00", "17:00"}},
        {"Еңбекақыны қайтаруға көмек", {"wages"}, {"kk", "ru"}}},
       -1, -1, 40},
      {"Центр «Мост»", "«Көпір» орталығы", "", "ngo_partner", "Астана", "Акмолинская область", "пр. Образцовый, 40", false, true, true, "+7 700 000 01 03",
       {{"Восстановление документов", {"documents", "migration_status"}, {"ru", "kk", "ky", "tg"}, "", "", "", {kWorkdays, "09:00", "18:00"}},
        {"Сопровождение в суд", {"witness", "legal_representation"}, {"ru"}, "", "18", "", {kWorkdays, "09:00", "18:00"}}},
       -1, -1, 75},
      {"Мужской приют «Причал»", "«Айлақ» ерлер баспанасы", "", "ngo_shelter", "Караганда", "Карагандинская область", "ул. Учебная, 3", true, true, true, "+7 700 000 01 04",
       {{"Ночлег для мужчин", {"accommodation", "food"}, {"ru", "kk", "uz", "tg"}, "male", "18", "", {"", "00:00", "24:00"}}},
       0, 1, 5},
      {"Детский дом поддержки «Ұшқын»", "Дом поддержки детей «Искра»", "", "ngo_shelter", "Тараз", "Жамбылская область", "ул. Школьная, 8", true, true, false, "+7 700 000 01 05",
       {{"Приём детей без сопровождения", {"accommodation", "guardianship", "education_support"}, {"kk", "ru"}, "", "3", "17", {"", "00:00", "24:00"}}},
       3, 3, 20},
      {"Городская поликлиника № 99", "№ 99 қалалық емхана", "", "health_facility", "Алматы", "Алматы", "ул. Лечебная, 1", false, false, true, "+7 700 000 01 06",
       {{"Медицинский осмотр без полиса", {"medical_examination", "first_aid", "medicines"}, {"ru", "kk"}, "", "", "", {"mo tu we th fr sa", "08:00", "20:00"}}},
       -1, -1, 400},
      {"Женская консультация «Ақ босаға»", "Консультация «Белый порог»", "", "health_facility", "Шымкент", "Түркістан облысы", "Дәрігер көшесі, 2", false, false, true, "+7 700 000 01 07",
       {{"Помощь беременным", {"medical_examination", "hospital"}, {"kk", "ru", "uz"}, "female", "", "", {kWorkdays, "08:00", "17:00"}}}},
      {"Коллегия юристов «Щит»", "«Қалқан» заңгерлер алқасы", "", "legal_aid_bar", "Алматы", "Алматы", "ул. Правовая, 12", false, true, true, "+7 700 000 01 08",
       {{"Адвокат потерпевшего", {"legal_representation", "compensation"}, {"ru", "kk", "en"}, "", "", "", {kWorkdays, "09:30", "18:30"}}},
       -1, -1, 150},
      {"Бюро переводов «Тілмаш»", "Тілмаш", "", "interpreter_service", "Астана", "Акмолинская область", "ул. Языковая, 4", false, false, true, "+7 700 000 01 09",
       {{"Устный перевод по телефону", {"interpretation"}, {"uz", "tg", "ky", "zh", "en"}, "", "", "", {"", "07:00", "23:00"}}},
       -1, -1, 30},
      {"Ночная линия «Рядом»", "«Қасыңда» түнгі желісі", "", "ngo_hotline", "Алматы", "Алматы", "", false, true, true, "+7 700 000 01 10",
       {{"Разговор ночью", {"crisis_psychology", "legal_information"}, {"ru", "kk"}, "", "", "", {"", "20:00", "08:00"}}},
       -1, -1, 3},
      {"Учебный центр «Мастер»", "«Шебер» оқу орталығы", "", "school", "Караганда", "Карагандинская область", "ул. Цеховая, 21", false, true, true, "+7 700 000 01 11",
       {{"Курс швей и поваров", {"training", "job"}, {"ru", "kk"}, "", "16", "", {kWorkdays, "10:00", "16:00"}}},
       5, 10, 220},
      {"Диаспора «Дустлик»", "«Достық» қауымдастығы", "", "diaspora_group", "Шымкент", "Түркістан облысы", "Базар көшесі, 6", false, false, false, "+7 700 000 01 12",
       {{"Связь с семьёй в Узбекистане", {"family_contact", "return_help"}, {"uz", "ru"}}}},
      {"Мобильная группа района Н.", "Н. ауданының мобильді тобы", "", "mobile_group", "Талдыкорган", "Жетысуская область", "пл. Учебная, 1", false, true, true, "+7 700 000 01 13",
       {{"Выезд по вызову", {"accommodation", "police_protection", "transport"}, {"ru", "kk"}, "", "", "", {"", "00:00", "24:00"}}},
       -1, -1, 60}};
  return all;
}

DirectoryService service_of(const Service& from, const std::string& place) {
  DirectoryService out;
  out.set_name(from.name);
  out.set_status("active");
  out.set_description(from.description);
  for (const char* need : from.needs) out.add_needs(need);
  for (const char* language : from.languages) out.add_languages(language);
  if (*from.sex != '\0') out.add_sexes(from.sex);
  out.set_age_from(from.age_from);
  out.set_age_to(from.age_to);
  out.add_places(place);
  if (*from.hours.opens == '\0') return out;
  auto* hours = out.add_hours();
  for (const std::string_view day : schema::split(from.hours.days, " ")) hours->add_days(std::string(day));
  hours->set_opens(from.hours.opens);
  hours->set_closes(from.hours.closes);
  return out;
}

vault::FileChange file_of(const Organisation& from, FileId file, const vault::Keyring& by, Time time) {
  directory::Record record;
  record.file = file;
  directory::Change change(std::move(record), by.member(), time);
  DirectoryOrganisation organisation;
  organisation.set_name(from.name);
  organisation.add_other_names(from.other);
  organisation.set_abbreviation(from.abbreviation);
  organisation.set_type(from.type);
  organisation.set_receives_referrals(from.takes ? "yes" : "no");
  organisation.set_give_on(from.public_ ? "yes" : "no");
  change.add(organisation);
  DirectoryPlace place;
  place.set_locality(from.locality);
  place.set_region(from.region);
  place.set_address(from.address);
  place.set_country("KZ");
  place.set_secrecy(from.secret ? "secret" : "public");
  const std::string where = change.add(place).text();
  for (const Service& one : from.services) change.add(service_of(one, where));
  DirectoryContact contact;
  contact.set_name("Дежурный");
  contact.add_phones(from.phone);
  contact.set_give_on(from.public_ ? "yes" : "no");
  if (from.secret) contact.set_safe_channel("Только звонить. Адрес не писать и не называть.");
  change.add(contact);
  return change.take();
}

// What they said on the telephone lately.
vault::FileChange said(const Organisation& from, directory::Record record, const vault::Keyring& by, Time now) {
  directory::Change change(std::move(record), by.member(), now);
  const auto day = [&](int days_ago) { return to_iso(date_of(now - std::chrono::days(days_ago))); };
  if (from.free_from >= 0) {
    DirectoryVacancy vacancy;
    vacancy.set_kind(std::string_view(from.type) == "school" ? "course" : "night");
    vacancy.set_least(std::to_string(from.free_from));
    vacancy.set_most(std::to_string(from.free_to));
    vacancy.set_date(day(std::max(from.checked_days_ago, 0)));
    vacancy.set_said_by("Дежурный");
    change.add(vacancy);
  }
  if (from.checked_days_ago >= 0) {
    DirectoryChecked checked;
    checked.set_date(day(from.checked_days_ago));
    checked.set_member(by.member().text());
    change.add(checked);
  }
  return change.take();
}

}  // namespace

Result<std::vector<FileId>> demo_directory(vault::Vault& vault, const vault::Keyring& by) {
  std::vector<vault::FileChange> changes;
  std::vector<FileId> files;
  for (const Organisation& one : organisations()) {
    files.push_back(crypto::random_id<FileId>());
    changes.push_back(file_of(one, files.back(), by, vault.clock().now()));
  }
  TRY_VOID(vault.append(by, changes));
  return files;
}

Result<void> demo_directory_checks(vault::Vault& vault, const vault::Keyring& by, const std::vector<FileId>& files) {
  std::vector<vault::FileChange> changes;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const Organisation& one = organisations()[i];
    if (one.checked_days_ago < 0 && one.free_from < 0) continue;
    TRY(record, directory::Files(vault).read(by, files[i]));
    changes.push_back(said(one, std::move(record), by, vault.clock().now()));
  }
  return vault.append(by, changes);
}

}  // namespace arasha::app
