namespace SeCo.Exchange;

/// <summary>What people answered in <c>seco review</c>, which is only read: a file, or the folder of several people's.</summary>
internal sealed class AnswersFormat : ExchangeFormat
{
    public override string Name => "review";

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) => isFolder
        ? AnswerReader.FilesOf(path).Any(AnswerReader.IsAnswers) // other tools have lists of such an ending too
        : start.StartsWith(Encoding.UTF8.GetBytes(RunFileKinds.Answers.Start));

    public override ClassSet? ReadClasses(string path) => AnswerReader.FilesOf(path).Select(AnswerReader.ClassesOf).FirstOrDefault(set => set is not null);

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        AnswerBook book = new();
        foreach (RegionAnswer answer in new AnswerReader(path, classes).ReadNew())
        {
            book.Add(answer);
        }

        ILookup<string, RegionAnswer> gone = book.Past.ToLookup(answer => answer.Image, StringComparer.Ordinal);
        ILookup<string, RegionAnswer> final = book.Final.ToLookup(answer => answer.Image, StringComparer.Ordinal);
        LabelMap? blank = null;
        foreach (string image in final.Select(answers => answers.Key).Union(gone.Select(answers => answers.Key)))
        {
            RegionAnswer[] answers = [.. final[image].OrderBy(answer => answer.At)];
            RunLengthMask mask = answers.Concat(gone[image]).First().Mask!;
            (int Width, int Height) size = (mask.Width, mask.Height);
            if (answers.Concat(gone[image]).FirstOrDefault(a => (a.Mask!.Width, a.Mask.Height) != size) is { } other)
            {
                throw new DatasetException($"{path}: image '{image}': region {other.Region} is {other.Mask!.Width} x {other.Mask.Height} pixels large, others "
                    + $"of the image are {size.Width} x {size.Height}. Answers to images that have changed cannot be used together.");
            }

            blank = blank is not null && (blank.Width, blank.Height) == size ? blank : new LabelMap(size.Width, size.Height);
            yield return new AnsweredImage(image, blank)
            {
                IsBlank = true, Reviews = [.. answers.SelectMany(answer => answer.Reviews())], Withdrawn = [.. gone[image].Select(Touched)],
            };
        }
    }

    private static RunLengthMask Touched(RegionAnswer answer) => answer.Added is { } added ? RunLengthMask.Union(answer.Mask!, added) : answer.Mask!;
}
