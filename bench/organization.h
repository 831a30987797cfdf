// A new organisation in a folder of its own, for the measurements; gone with the object.
#pragma once

#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "vault/vault.h"

namespace arasha::bench {

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  std::cerr << result.error().to_string() << '\n';
  std::exit(1);
}
inline void must(const Result<void>& result) {
  if (result) return;
  std::cerr << result.error().to_string() << '\n';
  std::exit(1);
}

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "arasha-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::exit(1);
    path_ = pattern;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class Organization {
 public:
  static constexpr std::string_view kPassphrase = "four words for a bench";

  Organization() {
    bench::must(crypto::initialize());
    ::setenv("ARASHA_KEY_DIR", (folder_.path() / "keys").c_str(), 1);
    vault::Vault::InitOptions options;
    options.organization = "Bench";
    options.steward = "Saule";
    options.password = kPassphrase;
    options.cost = {19, 2};
    bench::must(vault::Vault::init(data(), options, clock_));
    vault_ = bench::must(vault::Vault::open(data(), clock_));
  }
  std::filesystem::path data() const { return folder_.path() / "data"; }
  vault::Vault& vault() { return *vault_; }
  vault::Keyring sign_in() { return bench::must(vault_->sign_in("Saule", kPassphrase)); }
  CircleId circle(vault::CircleKind kind) { return vault_->directory()->circle(kind)->id; }

 private:
  Folder folder_;
  SystemClock clock_;
  std::unique_ptr<vault::Vault> vault_;
};

inline Bytes random_content(std::size_t size) {
  Bytes out(size);
  crypto::random_bytes(out);
  return out;
}

// Wall time, processor time of all threads, and the largest memory so far.
class Measure {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }
  double processor_seconds() const { return processor() - processor_; }
  static double peak_megabytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
  }

 private:
  static double processor() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double processor_ = processor();
};

}  // namespace arasha::bench
