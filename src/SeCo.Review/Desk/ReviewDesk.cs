using SeCo.Review.Questions;

namespace SeCo.Review.Desk;

/// <summary>Gives out questions and takes answers: everybody gets the next that nobody else looks at. Safe for use from several threads.</summary>
internal sealed class ReviewDesk : IDisposable
{
    /// <summary>How long a question that somebody looks at is kept for them.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestThought = TimeSpan.FromMinutes(2); // what takes longer was a pause
    private const int RememberedDecisions = 50;

    private readonly Lock _gate = new();
    private readonly AnswerBook _book = new(keepsPixels: false);
    private readonly AnswerFile _own;
    private readonly AnswerReader _others;
    private readonly TimeProvider _clock;
    private readonly RegionAnswer?[] _final;
    private readonly SortedSet<int> _conflicts = [];
    private readonly Queue<(TimeSpan Thought, int Answered)> _pace = [];
    private readonly Dictionary<string, DateTimeOffset> _shownAt = new(StringComparer.Ordinal);

    /// <summary>Opens the answers that are there.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="folder">The folder of all people's answers.</param>
    /// <param name="person">Whose file is added to.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="IOException">The answers cannot be read, or another process adds to this person's.</exception>
    public ReviewDesk(QuestionList questions, string folder, string person, TimeProvider clock)
    {
        (Questions, _clock, _final) = (questions, clock, new RegionAnswer?[questions.All.Count]);
        _own = AnswerFile.Open(folder, person, questions.Classes);
        try
        {
            _others = new AnswerReader(folder, questions.Classes, _own.Path);
            Enter(new AnswerReader(_own.Path, questions.Classes).ReadNew());
            Enter(_others.ReadNew());
        }
        catch
        {
            _own.Dispose();
            throw;
        }
    }

    /// <summary>The questions.</summary>
    public QuestionList Questions { get; }

    /// <summary>The file that answers are added to.</summary>
    public string File => _own.Path;

    /// <summary>Whether nobody has answered anything yet, these questions or others of the run.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                Enter(_others.ReadNew());
                return !_book.Final.Concat(_book.Past).Any();
            }
        }
    }

    /// <summary>Takes the next question that is open: after a place, then from the start.</summary>
    /// <param name="page">The page that asks.</param>
    /// <param name="by">Who looks at it.</param>
    /// <param name="after">The place; -1 for the start.</param>
    /// <returns>Its number; -1 where none is open.</returns>
    public int Next(string page, string by, int after)
    {
        lock (_gate)
        {
            Enter(_others.ReadNew());
            for (int i = 1; i <= _final.Length; i++)
            {
                int number = (after + i) % _final.Length;
                if (_final[number] is null && Taken(number, page) is null)
                {
                    Take(number, page, by);
                    return number;
                }
            }

            return -1;
        }
    }

    /// <summary>Notes that a page shows a question from now on, and says who else looks at it; null for nobody.</summary>
    public string? Look(int number, string page, string by)
    {
        lock (_gate)
        {
            Enter(_others.ReadNew());
            string? other = Taken(number, page)?.By;
            if (other is null)
            {
                Take(number, page, by);
            }

            _shownAt[page] = _clock.GetUtcNow();
            return other;
        }
    }

    /// <summary>Everybody's answer to a question, the one that counts first.</summary>
    public IReadOnlyList<RegionAnswer> Voices(int number)
    {
        lock (_gate)
        {
            return VoicesOf(number);
        }
    }

    /// <summary>The answer that counts; null for none.</summary>
    public RegionAnswer? Answer(int number)
    {
        lock (_gate)
        {
            return _final[number];
        }
    }

    /// <summary>Stores one answer to a question and those that are alike; it is on the disk when this returns.</summary>
    /// <param name="numbers">The questions; the first is the one that was shown.</param>
    /// <param name="page">The page.</param>
    /// <param name="by">Who answers.</param>
    /// <param name="label">A class, or 255 to reject.</param>
    /// <param name="edited">The first region as it should be; null where its border is right.</param>
    /// <exception cref="ArgumentException">The label is no class, or the edited region has another size.</exception>
    /// <exception cref="DatasetException">The run was made again: a region is not what was shown.</exception>
    public void Store(IReadOnlyList<int> numbers, string page, string by, int label, RunLengthMask? edited)
    {
        if (label != LabelMap.Ignore && (label < 0 || label >= Questions.Classes.Count))
        {
            throw new ArgumentException($"The label {label} is no class of '{Questions.Classes.Name}'.");
        }

        ConnectedRegion[] regions = Questions.RegionsOf(numbers);
        lock (_gate)
        {
            Enter(_others.ReadNew());
            // The last answer counts, and this is the last, even where the clock of another machine is ahead. They share one time: see Undo.
            DateTimeOffset now = _clock.GetUtcNow(), at = numbers.Select(number => After(LastAt(number), now)).Max();
            RegionAnswer[] answers = [.. numbers.Select((number, i) => Line(
                number, by, at, _conflicts.Contains(number) ? AnswerStep.Settled : AnswerStep.Answered) with
            {
                Asked = Questions.All[number].Shown, Label = (byte)label, Mask = regions[i].Mask,
            })];
            answers[0] = edited is null || label == LabelMap.Ignore ? answers[0] : answers[0].WithBorder(edited);
            _own.Add(answers);
            Enter(answers);
            TimeSpan thought = now - _shownAt.GetValueOrDefault(page, now);
            if (thought > TimeSpan.Zero && thought < LongestThought)
            {
                _pace.Enqueue((thought, numbers.Count));
                _ = _pace.Count > RememberedDecisions ? _pace.Dequeue() : default;
            }
        }
    }

    /// <summary>Takes somebody's last answer back, with those that were given together with it.</summary>
    /// <returns>The questions; none where they have no answer.</returns>
    public IReadOnlyList<int> Undo(string by)
    {
        lock (_gate)
        {
            (RegionAnswer Answer, int Number)[] own =
            [
                .. Enumerable.Range(0, _final.Length).SelectMany(number => _final[number] is null
                    ? [] : VoicesOf(number).Where(voice => voice.By == by).Select(voice => (voice, number))),
            ];
            if (own.Length == 0)
            {
                return [];
            }

            DateTimeOffset last = own.Max(o => o.Answer.At), at = After(last, _clock.GetUtcNow());
            int[] together = [.. own.Where(o => o.Answer.At == last).Select(o => o.Number)];
            RegionAnswer[] back = [.. together.Select(number => Line(number, by, at, AnswerStep.Withdrawn))];
            _own.Add(back);
            Enter(back);
            return together;
        }
    }

    /// <summary>How far the review is.</summary>
    public ReviewProgress Progress()
    {
        lock (_gate)
        {
            int answered = 0;
            double gain = 0;
            for (int i = 0; i < _final.Length; i++)
            {
                answered += _final[i] is null ? 0 : 1;
                gain += _final[i] is null ? 0 : Questions.All[i].Gain;
            }

            double seconds = _pace.Sum(p => p.Thought.TotalSeconds) / Math.Max(1, _pace.Sum(p => p.Answered));
            return new ReviewProgress(
                _final.Length, answered, gain, Questions.Gain, _pace.Count == 0 ? null : seconds * (_final.Length - answered), [.. _conflicts]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _own.Dispose();

    private static DateTimeOffset After(DateTimeOffset? last, DateTimeOffset now) => last >= now ? last.Value.AddTicks(1) : now;

    private IReadOnlyList<RegionAnswer> VoicesOf(int number) => _book.Voices(Questions.ImageOf(number).Name, Questions.All[number].Pixels);

    private DateTimeOffset? LastAt(int number) => _book.LastAt(Questions.ImageOf(number).Name, Questions.All[number].Pixels);

    private RegionAnswer? Taken(int number, string page) =>
        _book.TakenBy(Questions.ImageOf(number).Name, Questions.All[number].Pixels, _clock.GetUtcNow() - KeptFor) is { } taken && taken.Page != page
            ? taken : null;

    private RegionAnswer Line(int number, string by, DateTimeOffset at, AnswerStep step) =>
        new(Questions.ImageOf(number).Name, Questions.All[number].Region, by, at, step) { Pixels = Questions.All[number].Pixels };

    private void Take(int number, string page, string by)
    {
        RegionAnswer taken = Line(number, by, _clock.GetUtcNow(), AnswerStep.Taken) with { Page = page };
        _own.Add(taken);
        _book.Add(taken);
    }

    private void Enter(IEnumerable<RegionAnswer> answers)
    {
        foreach (RegionAnswer answer in answers)
        {
            _book.Add(answer);
            if (answer.Step != AnswerStep.Taken && Questions.Find(answer.Image, answer.Pixels!) is >= 0 and int number)
            {
                _final[number] = _book.Of(answer.Image, answer.Pixels!);
                _ = _book.IsConflict(answer.Image, answer.Pixels!) ? _conflicts.Add(number) : _conflicts.Remove(number);
            }
        }
    }
}
