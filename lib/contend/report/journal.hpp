// The file that a sweep writes as it goes: one JSON line for the run, then one for each point.
#pragma once

#include <contend/analysis/record.hpp>

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>

namespace contend {

/// The writing end. A point is one write(2) and is on the disk when append() returns, so that a
/// killed sweep loses at most the point it was at. Holds a lock on the file: a second writer is
/// turned away. For one thread at a time. Movable.
class journal {
 public:
  /// A new file with the run's header. Throws bad_input if there is one already or it can't be
  /// written; a file that could not take its header is removed again.
  [[nodiscard]] static journal create(const std::filesystem::path& file, const run_record& header);

  /// Goes on with a file that read_journal() accepts. Throws bad_input if it can't be opened, is
  /// being written by someone else or ends in the middle of a line.
  [[nodiscard]] static journal append_to(const std::filesystem::path& file);

  /// Throws bad_input ("DIR/journal.jsonl: No space left on device") if the line can't be written;
  /// then the file ends after the last complete line, as before the call.
  void append(const point_record& point);

  journal(journal&& from) noexcept;
  journal& operator=(journal&& from) noexcept;
  ~journal();

 private:
  journal(std::filesystem::path file, int descriptor);
  void write_line(const std::string& line);
  [[noreturn]] void fail(int error) const;

  std::filesystem::path _file;
  int _descriptor = -1;
  std::int64_t _complete = 0;  // bytes up to the end of the last complete line
};

/// The whole file. Throws bad_input, in one line with the file, the line number and how to go on,
/// if the file can't be read, its last line is cut off, a line is no record or longer than any, the
/// header is missing or of an unknown schema, or a point (name, purpose, threads, block) is there
/// twice.
[[nodiscard]] run_record read_journal(const std::filesystem::path& file);

/// The same of an open file, which `file` is the name of, for messages.
[[nodiscard]] run_record read_journal(std::istream& in, const std::filesystem::path& file);

}  // namespace contend
