import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;

/**
 * RSA by Java's own Cipher, as HZERO's server uses it. Argument: seal or open. Standard input: the key in Base64 (SPKI
 * to seal, PKCS#8 to open), then one text a line. Standard output: one result a line.
 */
public class Peer {
    public static void main(String[] arguments) throws Exception {
        List<String> lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines().toList();
        byte[] key = Base64.getDecoder().decode(lines.get(0));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        boolean seal = arguments[0].equals("seal");
        Cipher cipher = seal ? sealing(key) : opening(key);
        for (String text : lines.subList(1, lines.size())) {
            out.println(seal ? seal(cipher, text) : open(cipher, text));
        }
    }

    private static Cipher sealing(byte[] key) throws Exception {
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key)));
        return cipher;
    }

    private static Cipher opening(byte[] key) throws Exception {
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.DECRYPT_MODE, KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)));
        return cipher;
    }

    private static String seal(Cipher cipher, String text) throws Exception {
        return Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String open(Cipher cipher, String text) throws Exception {
        return new String(cipher.doFinal(Base64.getDecoder().decode(text)), StandardCharsets.UTF_8);
    }
}
