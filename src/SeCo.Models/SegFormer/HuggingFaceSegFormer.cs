using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SeCo.Models.SegFormer;

/// <summary>What a Hugging Face folder says of a SegFormer beside its weights: sizes, class names, and how images become its input.</summary>
/// <remarks>Source: <c>config.json</c> and <c>preprocessor_config.json</c> of <c>SegformerForSemanticSegmentation</c> as transformers 4.12 to 5.24 write
/// them.</remarks>
public sealed record HuggingFaceSegFormer
{
    /// <summary>What the network is called where others have a name of their own: the folder says which it is.</summary>
    public const string NetworkName = "segformer-huggingface";

    /// <summary>The file of sizes and class names.</summary>
    public const string ConfigFile = "config.json";

    /// <summary>The file that says how images become the network's input.</summary>
    public const string PreprocessorFile = "preprocessor_config.json";

    /// <summary>The file of weights that is written, and read first.</summary>
    public const string WeightsFile = "model.safetensors";

    private const string OldWeightsFile = "pytorch_model.bin";
    private const int LongestFile = 1 << 20;

    private HuggingFaceSegFormer(SegFormerConfig config, IReadOnlyList<string> classNames) => (Config, ClassNames) = (config, classNames);

    /// <summary>The shape of the network, with as many classes as there are names.</summary>
    public SegFormerConfig Config { get; }

    /// <summary>The names of the classes, by output.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Whether the classes have no names but numbers, as transformers gives them where nobody does: <c>LABEL_0</c>, <c>LABEL_1</c>, ….</summary>
    public bool HasPlaceholders => ClassNames.Select((name, i) => name == $"LABEL_{i}").All(isPlaceholder => isPlaceholder);

    /// <summary>Describes a network.</summary>
    /// <param name="config">Its shape; names and head become Hugging Face's.</param>
    /// <param name="classNames">The names of the classes, by output.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static HuggingFaceSegFormer Of(SegFormerConfig config, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(classNames);
        SegFormerConfig own = config with
        {
            Classes = classNames.Count,
            Head = SegFormerHead.HuggingFace,
            Body = config.Body with { Names = MixTransformerNames.HuggingFace },
            Preprocessing = config.Preprocessing with { Window = null, WindowStride = null, CutsWindows = false, AnswersInImageSize = true },
        };
        own.Validate();
        return new HuggingFaceSegFormer(own, [.. classNames]);
    }

    /// <summary>The file of weights in a folder with <c>config.json</c>; null where a folder has no such file, and is no Hugging Face folder.</summary>
    /// <exception cref="CheckpointException">It is one, but its weights are missing or split.</exception>
    public static string? WeightsIn(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!File.Exists(Path.Combine(folder, ConfigFile)))
        {
            return null;
        }

        string? found = new[] { WeightsFile, OldWeightsFile }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        bool isSplit = Directory.EnumerateFiles(folder, "*.index.json").Any();
        return found ?? throw new CheckpointException(
            $"{folder}: has {ConfigFile} as a Hugging Face model, but neither {WeightsFile} nor {OldWeightsFile}. "
            + (isSplit ? "Its weights are split into several files: save it again with max_shard_size larger than the model." : "Get its weights too."));
    }

    /// <summary>What the folder of a file of weights says; null where the file does not lie in a Hugging Face folder under the name it has there.</summary>
    /// <exception cref="CheckpointException">The folder is of another network, or a file of it is missing or malformed: all faults of a file together.
    /// </exception>
    public static HuggingFaceSegFormer? OfWeights(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        string folder = Path.GetDirectoryName(file) ?? "", config = Path.Combine(folder, ConfigFile), preprocessor = Path.Combine(folder, PreprocessorFile);
        if (Path.GetFileName(file) is not (WeightsFile or OldWeightsFile) || !File.Exists(config))
        {
            return null;
        }

        return File.Exists(preprocessor) ? Parse(folder, ReadText(config), ReadText(preprocessor)) : throw new CheckpointException(
            $"{preprocessor}: there is no such file, and only it says how images become the network's input. Save the image processor too "
            + "(save_pretrained), or copy the file of the model that this one was trained from.");
    }

    /// <summary>Reads the two texts.</summary>
    /// <param name="folder">Where they are from; for messages.</param>
    /// <param name="config">What <c>config.json</c> holds.</param>
    /// <param name="preprocessor">What <c>preprocessor_config.json</c> holds.</param>
    /// <exception cref="CheckpointException">Malformed, of another network, or values out of range.</exception>
    public static HuggingFaceSegFormer Parse(string folder, string config, string preprocessor)
    {
        SegFormerConfigJson sizes = Read(Path.Combine(folder, ConfigFile), config, HuggingFaceJson.Default.SegFormerConfigJson, text => text.Faults());
        SegFormerPreprocessorJson input = Read(
            Path.Combine(folder, PreprocessorFile), preprocessor, HuggingFaceJson.Default.SegFormerPreprocessorJson, text => text.Faults());
        string[] names = sizes.ClassNames();
        try
        {
            return Of(sizes.ToConfig() with { Preprocessing = input.ToPreprocessing() }, names);
        }
        catch (ArgumentException fault)
        {
            throw new CheckpointException($"{Path.Combine(folder, ConfigFile)}: {fault.Message}", fault);
        }
    }

    /// <summary>The text of <c>config.json</c>; the same description gives the same text.</summary>
    public string ToConfigText() => JsonSerializer.Serialize(SegFormerConfigJson.Of(Config, ClassNames), HuggingFaceJson.Default.SegFormerConfigJson) + "\n";

    /// <summary>The text of <c>preprocessor_config.json</c>.</summary>
    public string ToPreprocessorText() =>
        JsonSerializer.Serialize(SegFormerPreprocessorJson.Of(Config.Preprocessing), HuggingFaceJson.Default.SegFormerPreprocessorJson) + "\n";

    /// <summary>Writes the folder that transformers loads; files of these names are replaced.</summary>
    /// <param name="folder">The folder; created as needed.</param>
    /// <param name="network">The network's tensors, under Hugging Face's names.</param>
    public void Write(string folder, Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        SafetensorsWriter.Write( // transformers refuses a file that does not say whose tensors it holds
            Path.Combine(folder, WeightsFile), network.StateDictionary().ToSources(), new Dictionary<string, string> { ["format"] = "pt" });
        AtomicFile.WriteAllText(Path.Combine(folder, ConfigFile), ToConfigText());
        AtomicFile.WriteAllText(Path.Combine(folder, PreprocessorFile), ToPreprocessorText());
    }

    private static string ReadText(string file) => new FileInfo(file).Length <= LongestFile
        ? File.ReadAllText(file)
        : throw new CheckpointException($"{file}: has {new FileInfo(file).Length} bytes, expected at most {LongestFile}.");

    private static T Read<T>(string file, string text, JsonTypeInfo<T> kind, Func<T, IEnumerable<string>> faultsOf)
    {
        try
        {
            T read = JsonSerializer.Deserialize(text, kind) ?? throw new JsonException("it is null.");
            string[] faults = [.. faultsOf(read)];
            return faults.Length == 0 ? read : throw new CheckpointException($"{file}: {string.Join("; ", faults)}.");
        }
        catch (JsonException fault)
        {
            throw new CheckpointException($"{file}: cannot be used: {fault.Message}", fault);
        }
    }
}
