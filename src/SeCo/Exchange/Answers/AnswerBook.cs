namespace SeCo.Exchange;

/// <summary>What counts of all that people did: for each region the last answer that was not taken back, and who disagrees. A region is known by its pixels:
/// another run may give its number to others.</summary>
/// <param name="keepsPixels">Whether masks are kept; without them it holds a few numbers for each answer.</param>
public sealed class AnswerBook(bool keepsPixels = true)
{
    private readonly Dictionary<(string Image, string Pixels), Page> _regions = [];

    /// <summary>The regions that somebody has answered, with the answer that counts, in the order in which they were first met.</summary>
    public IEnumerable<RegionAnswer> Final => _regions.Values.Select(page => page.Final).OfType<RegionAnswer>();

    /// <summary>The answers that count no longer: taken back, or followed by others.</summary>
    public IEnumerable<RegionAnswer> Past => _regions.Values.SelectMany(page => page.Past);

    /// <summary>Enters a line. Of one person's lines about a region the latest counts, whatever their order; of several at one time, the one that is entered
    /// last.</summary>
    /// <param name="answer">The line.</param>
    /// <exception cref="ArgumentException">It does not say which pixels it is about.</exception>
    public void Add(RegionAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        (string, string) key = (answer.Image, answer.Pixels ?? throw new ArgumentException("The line does not say which pixels it is about.", nameof(answer)));
        if (!_regions.TryGetValue(key, out Page? page))
        {
            _regions[key] = page = new Page();
        }

        page.Add(keepsPixels ? answer : answer.WithoutPixels());
    }

    /// <summary>The answer that counts; null where there is none.</summary>
    /// <param name="image">The image.</param>
    /// <param name="pixels">The region, as <see cref="RegionAnswer.Pixels"/>.</param>
    public RegionAnswer? Of(string image, string pixels) => _regions.GetValueOrDefault((image, pixels))?.Final;

    /// <summary>Everybody's last answer to a region, the one that counts first.</summary>
    /// <param name="image">The image.</param>
    /// <param name="pixels">The region, as <see cref="RegionAnswer.Pixels"/>.</param>
    public IReadOnlyList<RegionAnswer> Voices(string image, string pixels) => _regions.GetValueOrDefault((image, pixels))?.Voices ?? [];

    /// <summary>When somebody last answered a region or took an answer back; null where nobody has.</summary>
    /// <param name="image">The image.</param>
    /// <param name="pixels">The region, as <see cref="RegionAnswer.Pixels"/>.</param>
    public DateTimeOffset? LastAt(string image, string pixels) => _regions.GetValueOrDefault((image, pixels))?.LastAt;

    /// <summary>Whether people have given a region different labels, and nobody has settled it since.</summary>
    /// <param name="image">The image.</param>
    /// <param name="pixels">The region, as <see cref="RegionAnswer.Pixels"/>.</param>
    public bool IsConflict(string image, string pixels) => _regions.GetValueOrDefault((image, pixels))?.IsConflict ?? false;

    /// <summary>The page that has taken a region last; null where none has, or long ago.</summary>
    /// <param name="image">The image.</param>
    /// <param name="pixels">The region, as <see cref="RegionAnswer.Pixels"/>.</param>
    /// <param name="since">Before this, it was long ago.</param>
    public RegionAnswer? TakenBy(string image, string pixels, DateTimeOffset since) =>
        _regions.GetValueOrDefault((image, pixels))?.Taken is { } taken && taken.At >= since ? taken : null;

    // All about one region.
    private sealed class Page
    {
        private readonly Dictionary<string, RegionAnswer> _last = new(StringComparer.Ordinal); // by person: their answer, or that they took it back
        private readonly List<RegionAnswer> _gone = [];

        public RegionAnswer? Taken { get; private set; }

        public RegionAnswer? Final => Voices is [RegionAnswer first, ..] ? first : null;

        public IEnumerable<RegionAnswer> Past => _gone.Concat(Voices.Skip(1));

        public DateTimeOffset? LastAt => _last.Values.Max(last => (DateTimeOffset?)last.At);

        public IReadOnlyList<RegionAnswer> Voices =>
            [.. _last.Values.Where(last => last.IsLabel).OrderByDescending(voice => voice.At).ThenBy(voice => voice.By, StringComparer.Ordinal)];

        // Whoever settles it has seen what was said before; what comes later may differ again.
        public bool IsConflict => Voices is { Count: > 1 } voices
            && voices.TakeWhile((voice, i) => i == 0 || voices[i - 1].Step != AnswerStep.Settled).Select(voice => voice.Label).Distinct().Count() > 1;

        public void Add(RegionAnswer answer)
        {
            if (answer.Step == AnswerStep.Taken)
            {
                Taken = Taken?.At > answer.At ? Taken : answer;
                return;
            }

            // One person may have lines in several files, which are read in the order of their names.
            RegionAnswer? other = _last.GetValueOrDefault(answer.By);
            bool isLate = other?.At > answer.At;
            RegionAnswer? gone = isLate ? answer : other;
            if (gone is { IsLabel: true })
            {
                _gone.Add(gone);
            }

            if (!isLate)
            {
                _last[answer.By] = answer;
            }
        }
    }
}
