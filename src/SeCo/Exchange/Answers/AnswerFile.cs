namespace SeCo.Exchange;

/// <summary>One person's answers, in a file that this process alone adds lines to. An answer is on the disk when <see cref="Add"/> returns.</summary>
public sealed class AnswerFile : IDisposable
{
    internal const string Ending = ".jsonl";

    private readonly FileStream _stream;
    private readonly FolderLock _lock;

    private AnswerFile(FileStream stream, FolderLock held) => (_stream, _lock) = (stream, held);

    /// <summary>The file.</summary>
    public string Path => _stream.Name;

    /// <summary>Opens or creates a person's file. A last line that a killed process left torn is dropped.</summary>
    /// <param name="folder">The folder of all answers to a run.</param>
    /// <param name="person">Who answers: letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, at most 40.</param>
    /// <param name="classes">The class set of the labels.</param>
    /// <exception cref="IOException">Another process adds to it, or it cannot be written.</exception>
    /// <exception cref="DatasetException">It is something else's file, or that of another class set.</exception>
    public static AnswerFile Open(string folder, string person, ClassSet classes)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(classes);
        if (!IsName(person))
        {
            throw new ArgumentException($"'{person}' is no name for a file of answers: use letters, digits, '-', '_' and '.', at most 40.", nameof(person));
        }

        string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, person + Ending));
        FolderLock held = Hold(path, person);
        try
        {
            AnswerReader.RequireClasses(path, classes);
            FileStream stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            stream.SetLength(AnswerReader.EndOfLines(stream));
            stream.Seek(0, SeekOrigin.End);
            AnswerFile file = new(stream, held);
            if (stream.Length == 0)
            {
                file.Write(RunFileKinds.Answers.First(new AnswersRecord { ClassSet = classes.ToRecord() }), toDisk: true);
            }

            return file;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Whether a name can be that of a person's file.</summary>
    public static bool IsName(string? person) => person is { Length: > 0 and <= 40 } && person.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && person[0] != '.';

    /// <summary>Adds lines, which are on the disk when it returns, unless they only say that a region is taken.</summary>
    /// <param name="answers">The lines.</param>
    public void Add(params IReadOnlyList<RegionAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        Write([.. answers.SelectMany(answer => RunFileKinds.Answers.Line(answer.ToRecord()))], answers.Any(answer => answer.Step != AnswerStep.Taken));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _lock.Dispose();
    }

    private static FolderLock Hold(string path, string person)
    {
        try
        {
            return FolderLock.Take(path + ".lock", path, isTemporary: true);
        }
        catch (FolderInUseException fault)
        {
            throw new IOException($"{path}: another `seco review` writes the answers of '{person}'. Use its page, or give another --name.", fault);
        }
    }

    // A line that could not be written whole, as on a full disk, must not stay for the next one to be glued to.
    private void Write(ReadOnlySpan<byte> lines, bool toDisk)
    {
        long end = _stream.Position;
        try
        {
            _stream.Write(lines);
            _stream.Flush(toDisk);
        }
        catch (IOException)
        {
            _stream.SetLength(end);
            throw;
        }
    }
}
