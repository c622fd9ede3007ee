using System.Text.Json;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Exchange;

/// <summary>What a person was asked: the classes, and the regions as they were given out. With it, a region that comes back deleted can be told from one that nobody saw.</summary>
/// <remarks>An object with <c>class_set</c> {<c>name</c>, <c>classes</c> [{<c>name</c>, <c>color</c>, <c>kind</c>}]} and <c>images</c> [{<c>name</c>, <c>file</c>, <c>width</c>, <c>height</c>, <c>regions</c>}].</remarks>
/// <param name="Classes">The class set.</param>
/// <param name="Images">The images.</param>
public sealed record QuestionFile(ClassSet Classes, IReadOnlyList<AskedImage> Images)
{
    private const string SetField = "class_set";
    private const string ImageList = "images";

    /// <summary>The file that belongs to what was given out: <c>review.zip</c> has <c>review.questions.json</c>.</summary>
    /// <param name="output">What was given out.</param>
    public static string PathFor(string output)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        return Path.ChangeExtension(output, ".questions.json");
    }

    /// <summary>Writes a file, whole or not at all; one image's regions are in memory at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="selection">The regions.</param>
    public static void Write(string path, RegionSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        AtomicFile.Write(path, stream =>
        {
            using Utf8JsonWriter writer = new(stream, RegionFile.LayoutOf(RegionFileStyle.Compact));
            writer.WriteStartObject();
            WriteClasses(writer, selection.Classes);
            writer.WriteStartArray(ImageList);
            foreach (ExchangeImage image in selection.Images)
            {
                WriteImage(writer, image, selection.Regions(image));
                writer.Flush();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">Missing or malformed: the message names file, image, what was found and what is expected.</exception>
    public static QuestionFile Read(string path)
    {
        ClassSet? classes = null;
        JsonObjectList list = new(path, "image", ImageList, (string name, ref Utf8JsonReader reader) =>
        {
            if (name == SetField)
            {
                classes = ReadClasses(ref reader);
            }
            else
            {
                reader.Skip();
            }
        });
        List<AskedImage> images = [];
        foreach (AskedImage image in list.Read((ref Utf8JsonReader reader) => ReadImage(ref reader, classes)))
        {
            images.Add(image);
        }

        return new QuestionFile(classes ?? throw new DatasetException($"{path}: no {SetField}; expected a file that `seco labels export` wrote beside its output."), images);
    }

    private static void WriteClasses(Utf8JsonWriter writer, ClassSet classes)
    {
        writer.WriteStartObject(SetField);
        writer.WriteString("name", classes.Name);
        writer.WriteStartArray("classes");
        foreach (SegmentationClass c in classes.Classes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", c.Name);
            writer.WriteStartArray("color");
            writer.WriteNumberValue(c.Color.R);
            writer.WriteNumberValue(c.Color.G);
            writer.WriteNumberValue(c.Color.B);
            writer.WriteEndArray();
            writer.WriteString("kind", c.Kind == ClassKind.Thing ? "thing" : "stuff");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter writer, ExchangeImage image, IReadOnlyList<ConnectedRegion> regions)
    {
        writer.WriteStartObject();
        writer.WriteString("name", image.Name);
        writer.WriteString("file", image.File);
        writer.WriteNumber("width", image.Width);
        writer.WriteNumber("height", image.Height);
        writer.WriteStartArray("regions");
        foreach (ConnectedRegion region in regions)
        {
            writer.WriteStartObject();
            RegionFile.WriteFields(writer, ConnectedRegion.FromMask(region.Id, RegionSelection.ShownClass(region), region.Mask));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static ClassSet ReadClasses(ref Utf8JsonReader reader)
    {
        RegionJson.ExpectObject(ref reader, SetField);
        string? set = null;
        List<SegmentationClass> classes = [];
        while (RegionJson.NextField(ref reader, out string name))
        {
            if (name == "classes" && reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    classes.Add(ReadClass(ref reader, classes.Count));
                }
            }
            else if (name == "name")
            {
                set = RegionJson.Text(ref reader, name);
            }
            else
            {
                reader.Skip();
            }
        }

        try
        {
            return new ClassSet(set ?? throw new FormatException($"no {SetField}.name"), classes);
        }
        catch (ArgumentException fault)
        {
            throw new FormatException(fault.Message, fault);
        }
    }

    private static SegmentationClass ReadClass(ref Utf8JsonReader reader, int id)
    {
        const string Item = SetField + ".classes";
        RegionJson.ExpectObject(ref reader, Item);
        string? className = null;
        int[] color = [0, 0, 0];
        ClassKind kind = ClassKind.Stuff;
        while (RegionJson.NextField(ref reader, out string name))
        {
            switch (name)
            {
                case "name": className = RegionJson.Text(ref reader, Item); break;
                case "color": color = RegionJson.Integers(ref reader, Item, 3); break;
                case "kind": kind = RegionJson.Text(ref reader, Item) == "thing" ? ClassKind.Thing : ClassKind.Stuff; break;
                default: reader.Skip(); break;
            }
        }

        return Array.TrueForAll(color, c => c is >= 0 and <= 255)
            ? new SegmentationClass(id, className ?? throw new FormatException($"no name in {Item}"), ((byte)color[0], (byte)color[1], (byte)color[2]), kind)
            : throw new FormatException($"{Item}: color [{string.Join(", ", color)}], expected 0 to 255 each");
    }

    private static AskedImage ReadImage(ref Utf8JsonReader reader, ClassSet? classes)
    {
        string? imageName = null, file = null;
        int width = 0, height = 0;
        List<ConnectedRegion> regions = [];
        while (RegionJson.NextField(ref reader, out string name))
        {
            switch (name)
            {
                case "name": imageName = RegionJson.Text(ref reader, name); break;
                case "file": file = RegionJson.Text(ref reader, name); break;
                case "width": width = RegionJson.Integer(ref reader, name); break;
                case "height": height = RegionJson.Integer(ref reader, name); break;
                case "regions" when reader.TokenType == JsonTokenType.StartArray:
                    while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                    {
                        regions.Add(RegionFields.Read(ref reader).ToRegion());
                    }

                    break;
                default: reader.Skip(); break;
            }
        }

        if (width < 1 || height < 1 || (long)width * height > Array.MaxLength)
        {
            throw new FormatException($"{width} x {height} pixels is no possible image size");
        }

        RegionCheck check = new(classes, (width, height));
        regions.ForEach(region => check.Pass(region));
        imageName = imageName ?? throw new FormatException("no name");
        return new AskedImage(new ExchangeImage(imageName, file ?? imageName, width, height), regions);
    }
}
