namespace SeCo.Exchange;

/// <summary>A folder that the library datasets of Hugging Face loads as <c>imagefolder</c>: of each split images, labels and <c>metadata.jsonl</c>, whose
/// lines name them; and <c>id2label.json</c> beside them.</summary>
internal sealed class HuggingFaceFormat : TrainingFolderFormat
{
    private const string Metadata = "metadata.jsonl", Names = "id2label.json", ImageField = "file_name", Ending = "_" + ImageField, ImagePlace = "images/";

    public override string Name => "huggingface";

    public override string About => "images, labels and metadata.jsonl of each split, as load_dataset(\"imagefolder\", data_dir=…) reads them";

    protected override string Images => "{split}/images";

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) => isFolder && Lists(path, Metadata).Length > 0;

    public override ClassSet? ReadClasses(string path)
    {
        string file = Path.Combine(path, Names);
        if (!File.Exists(file))
        {
            return KeptClasses(path);
        }

        try
        {
            Dictionary<string, string> names = JsonSerializer.Deserialize(File.ReadAllBytes(file), TrainingJson.Plain.DictionaryStringString)
                ?? throw new JsonException();
            return ClassesOf(path, file, [.. Enumerable.Range(0, names.Count).Select(
                i => names.GetValueOrDefault(i.ToString(CultureInfo.InvariantCulture)) ?? throw new JsonException())]);
        }
        catch (JsonException fault)
        {
            throw new DatasetException($"{file}: expected an object with the name of each class by its number, from \"0\" without gaps.", fault);
        }
    }

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        ForeignClasses meaning = new(path, ReadClasses(path), classes);
        HashSet<string> named = new(ImageFolder.SameName);
        foreach ((string before, string list) in Lists(path, Metadata))
        {
            foreach ((string line, int number) in File.ReadLines(list).Select((line, i) => (line, i + 1)).Where(l => !string.IsNullOrWhiteSpace(l.line)))
            {
                (string image, string label) = Row(line, $"{list}, line {number}");
                string file = FileIn(Path.GetDirectoryName(list)!, label, $"{list}, line {number}", named);
                string name = image.StartsWith(ImagePlace, StringComparison.Ordinal) ? image[ImagePlace.Length..] : image;
                yield return new AnsweredImage(before + ImageName.WithoutEnding(name), meaning.Apply(LabelPng.Read(file), file));
            }
        }
    }

    protected override void Write(TrainingFolder folder)
    {
        StringBuilder rows = new();
        foreach ((ExchangeImage image, LabelMap labels) in folder.Images())
        {
            LabelPng.Write(folder.PathOf("{split}/labels", image.Name + ".png"), labels, folder.Classes.Palette());
            HuggingFaceRow row = new(ImagePlace + TrainingFolder.FileOf(image), $"labels/{image.Name}.png");
            rows.Append(JsonSerializer.Serialize(row, TrainingJson.Plain.HuggingFaceRow)).Append('\n');
        }

        AtomicFile.WriteAllText(folder.PathOf("{split}", Metadata), rows.ToString());
        folder.Write(Names, JsonSerializer.Serialize(
            folder.Classes.Classes.ToDictionary(c => c.Id.ToString(CultureInfo.InvariantCulture), c => c.Name), TrainingJson.Plain.DictionaryStringString));
    }

    // The image, and the one other file that the line names.
    private static (string Image, string Label) Row(string line, string place)
    {
        try
        {
            Dictionary<string, JsonElement> fields = JsonSerializer.Deserialize(line, TrainingJson.Plain.DictionaryStringJsonElement)
                ?? throw new JsonException();
            string?[] labels = [.. fields.Where(f => f.Key.EndsWith(Ending, StringComparison.Ordinal)).Select(f => f.Value.GetString())];
            return (fields.GetValueOrDefault(ImageField) is { ValueKind: JsonValueKind.String } image, labels) is (true, [{ } label])
                ? (fields[ImageField].GetString()!, label)
                : throw new DatasetException($"{place}: expected {ImageField} and one more field that ends in {Ending}, as label{Ending}.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new DatasetException($"{place}: expected an object with texts, as {{\"{ImageField}\": \"…\", \"label{Ending}\": \"…\"}}.", fault);
        }
    }
}
