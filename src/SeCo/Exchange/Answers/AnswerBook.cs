namespace SeCo.Exchange;

/// <summary>What counts of all that people did: for each region the last answer that was not taken back, and who disagrees.</summary>
/// <param name="keepsPixels">Whether masks are kept; without them it holds a few numbers for each answer.</param>
public sealed class AnswerBook(bool keepsPixels = true)
{
    private readonly Dictionary<(string Image, int Region), Page> _regions = [];

    /// <summary>The regions that somebody has answered, with the answer that counts, in the order in which they were first met.</summary>
    public IEnumerable<RegionAnswer> Final => _regions.Values.Select(page => page.Final).OfType<RegionAnswer>();

    /// <summary>The pixels of answers that were taken back, where no other answer to the region counts.</summary>
    public IEnumerable<RegionAnswer> Withdrawn => _regions.Values.Where(page => page.Final is null).SelectMany(page => page.Gone);

    /// <summary>Enters a line; those of one file in their order.</summary>
    /// <param name="answer">The line.</param>
    public void Add(RegionAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        (string, int) key = (answer.Image, answer.Region);
        if (!_regions.TryGetValue(key, out Page? page))
        {
            _regions[key] = page = new Page();
        }

        page.Add(keepsPixels ? answer : answer.WithoutPixels());
    }

    /// <summary>The answer that counts; null where there is none.</summary>
    /// <param name="image">The image.</param>
    /// <param name="region">The region.</param>
    public RegionAnswer? Of(string image, int region) => _regions.GetValueOrDefault((image, region))?.Final;

    /// <summary>Everybody's last answer to a region, the one that counts first.</summary>
    /// <param name="image">The image.</param>
    /// <param name="region">The region.</param>
    public IReadOnlyList<RegionAnswer> Voices(string image, int region) => _regions.GetValueOrDefault((image, region))?.Voices ?? [];

    /// <summary>Whether people have given a region different labels, and nobody has settled it since.</summary>
    /// <param name="image">The image.</param>
    /// <param name="region">The region.</param>
    public bool IsConflict(string image, int region) => _regions.GetValueOrDefault((image, region))?.IsConflict ?? false;

    /// <summary>The page that has taken a region last; null where none has, or long ago.</summary>
    /// <param name="image">The image.</param>
    /// <param name="region">The region.</param>
    /// <param name="since">Before this, it was long ago.</param>
    public RegionAnswer? TakenBy(string image, int region, DateTimeOffset since) =>
        _regions.GetValueOrDefault((image, region))?.Taken is { } taken && taken.At >= since ? taken : null;

    // All about one region.
    private sealed class Page
    {
        private readonly List<RegionAnswer> _voices = [];

        public RegionAnswer? Taken { get; private set; }

        public List<RegionAnswer> Gone { get; } = [];

        public RegionAnswer? Final => _voices.Count == 0 ? null : Voices[0];

        public IReadOnlyList<RegionAnswer> Voices => [.. _voices.OrderByDescending(voice => voice.At).ThenBy(voice => voice.By, StringComparer.Ordinal)];

        // Whoever settles it has seen what was said before; what comes later may differ again.
        public bool IsConflict => _voices.Count > 1
            && Voices.TakeWhile((voice, i) => i == 0 || Voices[i - 1].Step != AnswerStep.Settled).Select(voice => voice.Label).Distinct().Count() > 1;

        public void Add(RegionAnswer answer)
        {
            if (answer.Step == AnswerStep.Taken)
            {
                Taken = answer;
                return;
            }

            Gone.AddRange(_voices.Where(voice => voice.By == answer.By));
            _voices.RemoveAll(voice => voice.By == answer.By);
            if (answer.IsLabel)
            {
                _voices.Add(answer);
            }
        }
    }
}
